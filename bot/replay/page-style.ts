/** How the replay's page looks, on a screen and on paper. */
export const style = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; background: #fff;
  font: 1rem/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2rem; border-bottom: 2px solid #1f6f5c; font-size: 1.2rem; }
h3 { margin: 1rem 0 0; font-size: 1rem; }
table { width: 100%; border-collapse: collapse; } th, td { padding: .3rem .5rem; border: 1px solid #ccd3da; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef3f1; white-space: nowrap; } ol { margin: .3rem 0; padding-left: 1.5rem; }
article { break-inside: avoid; } time, .note { color: #56616e; font-size: .9rem; }
.answer { margin: .2rem 0 .2rem 1.5rem; padding: .2rem .6rem; border-left: 3px solid #1f6f5c; background: #f3f8f6; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
`
