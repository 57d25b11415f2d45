import { writeFileSync, createWriteStream, statSync } from 'node:fs';
import { once } from 'node:events';
import { openTable } from './src/read/open-table.ts';
import writeXlsx from 'write-excel-file/node';
const head = ['Mã hồ sơ','Đơn vị','Mã TTHC','Lĩnh vực','Ngày tiếp nhận','Hạn trả','Hình thức','Trạng thái','Ngày trả','Kết quả','Ghi chú','STT'];
const row = (i:number)=> ['STP-2020-'+String(i).padStart(7,'0'),'Sở Tư pháp','2.000635','Hộ tịch','03/04/2020 08:15','10/04/2020','Trực tuyến','Đã giải quyết','09/04/2020','Đúng hạn','Cấp giấy',String(i)];
const N = Number(process.argv[2] ?? 700000);
const normalize = (t:string)=>t.normalize('NFD').replace(/[\u0300-\u036f]/g,'').replace(/[đĐ]/g,'d').toLowerCase().replace(/\s+/g,' ').trim();
const opt = (o:object={})=>({encoding:'auto',delimiter:'auto',sheet:null,headerRow:null,wanted:[['ma ho so'],['ngay tiep nhan']],normalize,...o}) as any;
async function gen(path:string, q:boolean, enc:'utf8'|'utf16le'='utf8'){ const w=createWriteStream(path); const c=(r:string[])=>r.map(x=>q?`"${x}"`:x).join(',')+'\r\n'; let buf=c(head); for(let i=0;i<N;i++){buf+=c(row(i)); if(buf.length>1<<20){ if(!w.write(Buffer.from(buf,enc))) await once(w,'drain'); buf='';}} w.end(Buffer.from(buf,enc)); await once(w,'finish'); }
async function time(path:string,o={}){ let t=performance.now(); const table=await openTable(path,opt(o)); let n=0,f=0,peak=0; for await (const r of table.rows()){ if('reason' in r) f++; else n++; if((n&65535)===0) peak=Math.max(peak,process.memoryUsage().rss);} t=performance.now()-t; console.log(path, (statSync(path).size/1e6).toFixed(1)+'MB', table.format, table.encoding, table.header, 'rows',n,'faults',f, Math.round(n/t*1000)+' rows/s','rss',Math.round(peak/1e6),'progress',table.progress()); }
await time('/tmp/rt/big.xlsx'); const p='/tmp/rt/big.csv'; await gen(p,true); await time(p);
