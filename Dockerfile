# syntax=docker/dockerfile:1
# One image for the producer, the consumer and the query service; the command of a container says which one it is.
# Debian and not Alpine: lmdb brings its engine prebuilt for glibc.

FROM node:20-bookworm-slim AS manifests
WORKDIR /app
# Only what decides about node_modules, so that an edit of a source file installs nothing anew.
COPY --parents package.json package-lock.json packages/*/package.json services/*/package.json ./

FROM manifests AS build
# Install scripts stay off: what we need comes prebuilt, and a script of a dependency would run with our sources.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.base.json turbo.json ./
COPY packages packages
COPY services services
RUN npm run build -- --filter=@sohoso/producer --filter=@sohoso/consumer --filter=@sohoso/query
# What is left of a workspace is what it reads when it runs: dist, and its data (migrations, queries, samples).
RUN rm -rf services/standalone \
  && find packages services -depth \( -name src -o -name node_modules -o -name .turbo \) -exec rm -rf {} + \
  && find packages services \( -name tsconfig.json -o -name '*.d.ts' -o -name '*.map' \) -delete

FROM manifests AS dependencies
# By workspace: standalone, which these services do not need, depends on chdb, 543 MB.
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=dev -w services/producer -w services/consumer -w services/query --ignore-scripts

FROM node:20-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=build /app/packages packages
COPY --from=build /app/services services
# A named volume takes its owner from the folder that it is mounted on.
RUN install -d -o node -g node /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SOHOSO_PORT || 8080}/healthz`, { signal: AbortSignal.timeout(2000) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Without a command it says what it wants, in place of the prompt that node would open.
CMD ["node", "-e", "console.error('name a service: node services/<producer|consumer|query>/dist/main.js'); process.exit(2)"]
