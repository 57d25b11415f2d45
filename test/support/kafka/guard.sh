#!/bin/sh
# guard.sh FOLDER COMMAND...   Runs COMMAND for as long as standard input stays open.
#
# Standard input is a pipe whose other end only the test run holds. The kernel closes that end however the
# run dies, SIGKILL included, so its end of file is the one notice that always comes. Then COMMAND is killed
# and FOLDER, its data, is removed, for nobody is left who would. Must lead its own process group: see below.
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
# Nobody reads the output any more, and a shell that reports "Killed" into a closed pipe dies of it.
trap 'exec >/dev/null 2>&1; kill -9 $child; wait $child; rm -rf "$folder"; exit 1' USR1
# Should this shell itself be gone, the watcher still takes down whatever is left of the group.
{ read -r _ <&3; kill -USR1 $$ || kill -9 0; } &
watcher=$!
wait $child
code=$?
kill -9 $watcher
exit $code
