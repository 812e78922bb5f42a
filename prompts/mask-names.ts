const placeholder = '[人名]'

/** Surnames that are rarely the beginning of another word. */
const clear =
  '王李张刘陈杨赵黄周吴徐孙胡朱郭罗梁宋郑韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹陆郝孔崔毛邱秦顾侯邵孟龙雷钱汤尹黎贺赖龚庞樊殷翟颜倪严牛芦俞葛伍韦毕聂焦柳邢岳齐梅庄左涂谷祁耿牟詹凌靳盛童甄裴鲍霍翁隋甘景柏柯阮桂闵冉苑'
/** Surnames that are more often something else; they count only right before a title. */
const unclear =
  '高林何马于金石江史白康方万段常易武乔温季章鲁申尤丛向辛管祝时舒路关苗纪项成游席卫查屈单包司宁解强丘车房边安文'
const double = '欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐'
/** 谢师傅, but not 谢谢师傅. */
const thankful = '(?<![谢感多])谢(?!谢)'
const surname = `(?:${double}|${thankful}|[${clear}])`
const anySurname = `(?:${double}|${thankful}|[${clear}${unclear}])`

/** Characters of given names; words of the neighbourhood such as 全, 新, 天, 花 are left out. */
const given =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华志文玉春梅海燕红玲萍鹏辉飞鑫波斌宇浩凯健俊帆雪琴云莲荣佳嘉欣怡涵梓轩博子豪晨晓东梦琪思诗雅婷慧娇倩颖晶莹莉珍凤瑞祥德福贵财宝庆树森忠义仁孝廷永耀宗爱淑贞素芬香菊翠巧彩霄虎彪毅恒昊泽睿哲翔旭阳冰薇蕾露洁清泉山峰岩松振世昌胜顺安康宁卉菲蓉瑶璐琳珊璇媛妍妮娅萌欢悦'

const title =
  '先生|女士|小姐|太太|夫人|阿姨|大爷|大妈|大叔|大娘|大婶|大伯|大哥|大姐|大嫂|叔叔|婶子|奶奶|爷爷|姥姥|姥爷|伯伯|舅舅|姑姑|师傅|师付|老师|经理|主任|书记|队长|班长|站长|所长|院长|校长|会计|管家|医生|大夫|教授|律师|警官|法官'
const shortTitle = '哥|姐|嫂|叔|婶|总(?![是在算共阀闸不有得要说表之该给])|工(?![程地人作具期资队单艺业商厂])'
/** Behind a surname, these begin no given name: 任何, 周末, 老王说王师傅. */
const noGiven = '[何末色围边说找和跟叫是请让]'

/** What looks like a name, the surest signs first. */
const likely: readonly RegExp[] = [
  // Whoever is mentioned or quoted, whatever the name looks like.
  /(?<=@)(?!小邻)[^\s@,:。!?]{1,20}/gu,
  /(?<=「)[^「」:\n]{1,20}(?=:)/gu,
  // 我叫王敏, 联系人:张三, 我是李阳, …
  new RegExp(
    `(?<=(?:我叫|名叫|叫做|本人|姓名|联系人|联系|户主|房主|房东|租户|租客|业主|住户|邻居|我是|找)[是为:,\\s]{0,2})${surname}[\\u4e00-\\u9fff]{1,2}?(?=$|[\\s,。!?;、:)\\d[]|家|住|说|的?电话|的手机)`,
    'gu',
  ),
  familiarName(),
  // 王师傅, 李建国先生; also 何大爷, but not 任何大爷.
  new RegExp(`${surname}(?:(?!${noGiven})[\\u4e00-\\u9fff]){0,2}?(?=${title})`, 'gu'),
  new RegExp(`(?<![门保任\\u4e00-\\u9fff][卫安何])(?<![门保任单])${anySurname}(?=${title})`, 'gu'),
  new RegExp(`${surname}[${given}]?(?=${shortTitle})`, 'gu'),
  // 李建国, 赵丽颖家; 王敏家.
  new RegExp(`${anySurname}[${given}]{2}(?![楼园苑城庭])`, 'gu'),
  new RegExp(`${surname}[${given}](?=家|说|他|她|老婆|媳妇|老公|住)`, 'gu'),
]

/** 老王, 小李, 阿高; not 小程序, 老胡同, 小高层. */
function familiarName(): RegExp {
  const compounds: Record<string, string> = {
    高: '层楼峰新度校中压',
    马: '路桶上达甲扎车虎',
    石: '头子板材墩狮',
    白: '天菜色板狗猫鼠',
    黄: '车色狗猫灯牌鱼',
    毛: '病孩巾坯球',
    余: '额震款',
    钱: '包袋',
    叶: '子',
    龙: '头虾',
    牛: '奶肉皮',
    孙: '子女',
    胡: '同说闹子',
    程: '序度',
    周: '期末边围岁年日',
    杨: '树絮',
    苏: '打',
    陈: '醋旧年皮列',
    杜: '鹃',
    夏: '天',
    田: '地螺',
    雷: '声雨电',
    任: '务',
    谷: '子',
  }
  const tricky = Object.entries(compounds).map(([name, rest]) => `${name}(?![${rest}])`)
  const plain = [...clear].filter((name) => !(name in compounds)).join('')
  return new RegExp(`(?<=[老小阿])(?:[${plain}]|${tricky.join('|')})`, 'gu')
}

/** Names that people give themselves and that say nobody's; hidden, they would hide the matter. */
const office = /^(?:小邻|物业|社区|业主|居民|住户|邻居|管家|楼长|保安|保洁|客服|小区|电梯)$/u

/** Replaces the names a platform shows, and the parts of one such as 5-1-301 老李. */
export function maskKnownNames(text: string, names: readonly string[]): string {
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{Script=Han}A-Z]+/u)])
  return parts
    .filter((part) => part.length > 1 && !office.test(part))
    .sort((a, b) => b.length - a.length)
    .reduce((masked, part) => masked.replaceAll(part, placeholder), text)
}

/** Replaces what looks like a name; rather too much than too little. */
export function maskLikelyNames(text: string): string {
  return likely.reduce((masked, pattern) => masked.replace(pattern, placeholder), text)
}
