"""What callers say and what the people of the hotline write down, by category; invented, like the city."""

from random import Random

SAID = {
    "EM-LEAK-IN": (
        "厨房很大煤气味, 灶已经关了", "回家一开门就闻到气味, 人在楼道里", "听到表那边有嘶嘶声, 味道明显",
        "Strong smell of gas in the kitchen, we are outside now",
    ),
    "EM-LEAK-SM": ("灶台边偶尔有点味道", "橱柜里有轻微气味, 开窗后小一些", "热水器下面有点味, 不确定"),
    "EM-LEAK-OUT": ("路边井盖冒味道", "小区门口施工的地方有气味", "绿化带里一股煤气味"),
    "EM-DIG": ("挖机碰到黄色管子, 有气往外冒",),
    "EM-CO": ("报警器响, 老人头晕恶心",),
    "EM-ALARM": ("燃气报警器一直响, 没闻到味道", "楼下店里的报警器响了"),
    "EM-OUT-AREA": ("整个单元都没气了", "我们这栋楼突然停气"),
    "EM-METER-LEAK": ("表接头那里有气味, 拧紧了还有", "肥皂水一抹就冒泡"),
    "EM-PRESS": ("火焰一下子特别高, 邻居也是",),
    "RP-NOGAS": ("家里没气, 邻居有气", "灶和热水器都打不着, 表上有余额"),
    "RP-LOW": ("火很小, 炒不了菜", "晚饭时间火特别小"),
    "RP-METER": ("表不走字", "燃气表黑屏了", "表面起雾看不清数字"),
    "RP-CARD": ("充了值插卡没反应", "物联网表显示阀关", "手机充值三天没到账"),
    "RP-BATT": ("表显示电量低, 换了电池还报警", "换表电池"),
    "RP-VALVE": ("灶前阀拧不动", "阀关了还有火苗"),
    "RP-HOSE": ("软管裂了一小口, 想换", "软管用了六年, 要求更换"),
    "RP-STOVE": ("热水器点不着火", "灶具打火有声音但不着", "热水器用一会儿就熄火"),
    "RP-PIPE": ("厨房立管锈得厉害", "管卡松了, 管子会晃"),
    "RP-RELIGHT": ("昨天停气后一直没恢复", "回家才知道停过气, 请来复气"),
    "RP-IGNITE": ("新房第一次通气",),
    "RP-ALTER": ("装修要把表移到阳台", "想把管子改到另一面墙"),
    "IN-ROUT": ("年度安检通知", "收到安检短信, 约时间"),
    "IN-APPT": ("上次没在家, 补安检", "想约周末安检"),
    "IN-COMM": ("饭店年度安检", "食堂开学前安检"),
    "IN-RECT": ("隐患整改好了, 请来复查", "二级隐患复查"),
    "IN-TENANT": ("新租客入住安检", "装修完成后安检"),
    "IN-ACCEPT": ("新用户验收",),
    "IN-PATROL": ("用气量异常, 例行巡查",),
    "IN-VISIT": ("季度走访",),
    "CP-SERV": ("约好上午来, 等到晚上没人", "师傅态度不好, 进门不穿鞋套"),
    "CP-BILL": ("这个月气费比上月多三倍", "抄表读数不对"),
    "CP-REPAIR": ("修了三次还是熄火",),
    "CP-STOP": ("停气没有通知, 饭做到一半",),
    "EQ-BILL": ("怎么查账单", "气价什么时候调"),
    "EQ-OPEN": ("过户要带什么材料", "新房怎么报装"),
    "EQ-STOP": ("今天几点复气", "明天停气到几点"),
    "EQ-SAFE": ("软管多久换一次", "出门要不要关总阀"),
    "EQ-METER": ("自己报表数", "表数怎么看"),
    "EQ-HALL": ("营业厅几点关门",),
    "EQ-WISH": ("希望增加晚间安检",),
}  # fmt: skip

NOTES = {
    "emergency": ("老人 头晕", "地下室", "已到室外", "有小孩", "楼道有味", "已关阀"),
    "repair": ("约 16:00", "门禁", "有犬", "婴儿", "饭店", "老人在家", "下班后", ""),
    "inspection": ("约上午", "二级隐患", "瓶组", "门禁", "周末", ""),
    "complaint": ("要求回电", "第二次来电", ""),
    "enquiry": ("",),
}

CONTACTED = (
    "已联系用户, 说明上门时间",
    "告知先关表前阀等待",
    "约定明天上午上门",
    "电话指导无效, 安排上门",
    "已说明处理时限",
)
SAFETY_READ = (
    "已劝到室外, 关表前阀, 不碰开关",
    "用户在室外等候, 已读安全提示",
    "Read the safety card; caller is outside",
)
READINGS = (
    ("0 %LEL", "表前阀已关"),
    ("2 %LEL, 通风后 0", "表前阀已关"),
    ("12 %LEL, 处理后 0", "立管阀已关"),
    ("0 ppm", "阀门正常"),
)
FIXED = (
    "更换灶前软管",
    "更换表接头垫片",
    "清理喷嘴, 试火正常",
    "换表电池, 阀已开",
    "更换灶前阀, 保压合格",
    "重新点火, 燃烧正常",
)
NO_FAULT = ("检测无泄漏, 气味来自下水道", "到场测得 0, 复测 0", "用户自行恢复, 检查正常")
CHASED = ("催问上门时间", "问还要多久", "补充门禁密码", "改约时间")
UNATTENDED = ("到访未遇, 留条", "用户出差, 要求改期", "等物业开门")
REOPENED = ("回访时说又熄火了", "当晚又打不着", "用户称未解决")
CANCELLED = ("重复来电登记", "用户已请售后处理", "地址不在供气范围")
DECLINED = ("在途任务未完, 赶不到", "车辆故障", "缺配件")
ACKNOWLEDGED = ("已催班组", "已知晓, 正联系用户", "调人中")
CAUSES = (
    ("排班冲突", "向用户致歉, 当日补上门"),
    ("抄表录入错误", "核对后更正账单"),
    ("配件质量问题", "免费更换并延长保修"),
)


def said(category: str, random: Random) -> str:
    """Something a caller might say about it."""
    return random.choice(SAID.get(category, ("请上门看看",)))


def note(kind: str, random: Random) -> str:
    """The few words that stand on the board beside the address; often none."""
    return random.choice(NOTES[kind]) if random.random() < 0.6 else ""
