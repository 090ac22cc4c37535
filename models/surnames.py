"""How Chinese surnames are read: those of two signs and more, and those whose reading as a surname is their own.

Dictionaries give a sign's commonest reading first, and for a surname that is often the wrong one: 曾 is zeng, not
ceng; 单 is shan, 万俟 is moqi. Where bearers differ (覃 qin or tan), every reading in use stands here, the commoner
first. Sources: 《通用规范汉字表》 readings, 《中国姓氏大辞典》, and common usage.
"""

_SINGLE = """
卜 bu
乜 nie
么 yao
幺 yao
万 wan
亓 qi
亢 kang
仇 qiu
仉 zhang
仝 tong
任 ren
会 gui kuai
伯 bo
但 dan
佀 si
佘 she
佴 nai
佟 tong
俞 yu shu
侯 hou
六 lu liu
冒 mao mo
冯 feng
冼 xian
洗 xian
区 ou
单 shan
华 hua
南 nan na
占 zhan
卒 zu
厍 she
厘 li xi
参 shen can
召 shao zhao
句 gou ju
勾 gou
叶 ye she
合 ge he
员 yun yuan
贠 yun yuan
貟 yun yuan
告 gao gu
呙 guo
和 he
咎 gao jiu
哈 ha
啜 chuai
喻 yu
圈 juan quan
堵 du zhe
塞 sai se
夏 xia
大 da
夹 jia
奇 ji qi
契 xie qi
女 ru nv
妫 gui
姚 yao
宁 ning
宓 mi fu
宿 su xiu
射 ye she
将 jiang
尉 wei yu
尢 you
尹 yin
尾 wei
仡 yi ge
岐 qi
干 gan
庄 zhuang
库 she ku
应 ying
度 duo du
庹 tuo
庾 yu
廿 nian
弥 mi
弗 fu
强 qiang jiang
彊 jiang
忌 ji
恽 yun
戚 qi
戗 qiang
扁 bian pian
扎 zha za
折 she zhe
抹 mo
拓 tuo ta
招 zhao
揣 chuai
撒 sa
教 jiao
散 san
斗 dou
於 yu
昝 zan
晁 chao
晟 cheng sheng
晏 yan
曲 qu
曾 zeng
朝 chao zhao
朴 piao pu
术 zhu shu
柏 bai bo
查 zha cha
柜 ju gui
桔 jie ju
校 xiao jiao
樊 fan
殷 yin
殳 shu
毋 wu
毌 guan
母 mu
氏 shi zhi
氾 fan
汤 tang shang
沈 shen chen
沓 ta da
泊 bo po
洞 dong tong
汲 ji
泷 shuang long
济 ji
浑 hun
浣 huan wan
涂 tu
渑 mian sheng
湛 zhan
滑 hua gu
漯 luo ta
澄 cheng
澹 tan dan
炅 gui jiong
熬 ao
燕 yan
牟 mu mou
率 shuai lv
玉 yu su
王 wang
瓮 weng
盖 ge gai
甄 zhen
番 pan fan
疏 shu
瘳 chou
盛 sheng cheng
相 xiang
省 xing sheng
眭 sui
睢 sui
瞿 qu
矫 jiao
石 shi
砣 tuo
祝 zhu
祭 zhai ji
祢 mi
禚 zhuo
禹 yu
禺 yu
种 chong zhong
秘 bi mi
称 cheng
稽 ji
穆 mu
空 kong
筰 zuo
笪 da
粘 nian zhan
糜 mi
纥 he ge
纪 ji
系 xi
綦 qi
缑 gou
缪 miao mou
缴 jiao
繁 po fan
罢 ba
翟 zhai di
耏 er nai
能 nai neng
胥 xu
脱 tuo
臧 zang
舍 she
芈 mi
芮 rui
茆 mao
苌 chang
苫 shan
苑 yuan
若 ruo
莘 shen xin
荥 xing ying
荀 xun
菅 jian
葛 ge
葚 shen
蒙 meng
蔚 yu wei
蔺 lin
薄 bo bao
薛 xue
藉 ji
藏 zang cang
虎 hu mao
虿 chai
虑 lv
行 xing hang
裘 qiu
褚 chu zhu
覃 qin tan xun
观 guan
角 jue jiao
解 xie hai
訾 zi
谌 chen shen
谷 gu yu
豁 huo
贲 ben bi
贾 jia gu
费 fei bi
赖 lai
车 che
载 zai dai
达 da
过 guo
迮 ze zuo
适 kuo shi
逄 pang
逢 pang feng
逮 dai
逯 lu
遆 ti
遗 yi
那 na nuo
邗 han
邰 tai
邴 bing
邸 di
郄 qie xi
郅 zhi
郇 xun huan
郈 hou
郏 jia
郐 kuai
郓 yun
郗 xi chi
郤 xi
郜 gao
都 du
郫 pi
鄂 e
鄞 yin
鄢 yan
鄣 zhang
酆 feng
重 chong zhong
钭 tou
钻 zuan
铅 qian yan
镡 tan xin chan
长 zhang chang
阚 kan
阙 que
阿 e a
降 xiang jiang
陆 lu
陶 tao yao
隗 kui wei
隽 juan jun
难 nan ning
雒 luo
靳 jin
韩 han
项 xiang
颉 xie jie
颛 zhuan
食 yi shi
鬲 ge li
鲜 xian
鲖 tong
麴 qu
麹 qu
黑 he hei
黾 mian min
龟 gui qiu
龙 long
龚 gong
乐 yue le
乘 sheng cheng
干 gan
伏 fu
俟 qi si
便 pian bian
信 xin
价 jie jia
佛 fo bi
亘 gen
兴 xing
切 qie
别 bie
剋 ke
剧 ju
卡 ka qia
卷 juan
却 que xi
厖 pang
厦 xia sha
呼 hu
品 pin
哦 e
嘎 ga
囤 tun dun
坏 huai pei
垣 yuan
埂 geng
奔 ben
奄 yan
妲 da
宛 wan yuan
寻 xun
尔 er
尧 yao
屏 ping bing
峗 wei
巷 xiang
帖 tie
并 bing
弄 nong
恶 wu e
戏 xi
扇 shan
扛 gang
把 ba
折 she zhe
拗 niu
拾 shi
挑 tiao
揭 jie
数 shu
敦 dun
於 yu
旋 xuan
暴 bao pu
更 geng
曳 ye
期 qi ji
枸 gou ju
栎 li yue
校 xiao jiao
格 ge
楷 kai jie
模 mo mu
正 zheng
欸 ai
比 bi
沌 tun zhuan
没 mo mei
洋 yang
浅 qian
涡 guo wo
炮 pao bao
率 shuai lv
畜 xu chu
番 pan fan
瀑 pu
盍 he
宜 yi
禅 shan chan
积 ji
窦 dou
笮 ze zuo
絜 xie jie
给 ji gei
缊 yun wen
肖 xiao
臭 xiu chou
芍 shao
芥 jie gai
苹 ping
茜 qian xi
荨 xun qian
蕃 fan bo
蛇 yi she
蛾 yi e
衰 cui shuai
衣 yi
表 biao
裨 bi pi
见 jian xian
调 tiao diao
贯 guan
质 zhi
踢 ti
轧 ya zha
还 huan
迟 chi
追 zhui dui
郁 yu
鄱 po
采 cai
野 ye
钜 ju
铫 yao diao
锺 zhong
镐 hao gao
隋 sui
雀 que
露 lu
颈 jing
骠 piao
骑 qi
高 gao
鲍 bao
鸟 niao
麽 mo yao
翦 jian
訚 yin
闫 yan
仵 wu
佼 jiao
俎 zu
侴 chou
偰 xie
傒 xi
冀 ji
刁 diao
刀 dao
刑 xing
勐 meng
匡 kuang
卞 bian
危 wei
厉 li
双 shuang
古 gu
吾 wu
咸 xian
商 shang
囊 nang
妥 tuo
娄 lou
孛 bo bei
宫 gong
宰 zai
寇 kou
岑 cen
嵇 ji
嶓 bo
巩 gong
帅 shuai
幸 xing
弋 yi
归 gui
忻 xin
怡 yi
戈 ge
扈 hu
承 cheng
揣 chuai
敖 ao
斐 fei
斛 hu
旷 kuang
昌 chang
暨 ji
朐 qu
杭 hang
束 shu
枚 mei
柯 ke
栾 luan
桓 huan
桑 sang
檀 tan
欧 ou
殪 yi
汝 ru
沐 mu
涓 juan
溥 pu
濮 pu
焦 jiao
狄 di
璩 qu
甫 fu
皋 gao
睦 mu
礼 li
祁 qi
竺 zhu
篁 huang
粟 su
羿 yi
耿 geng
聂 nie
芦 lu
荆 jing
蒯 kuai
蒿 hao
衡 heng
裔 yi
裴 pei
詹 zhan
谯 qiao
豆 dou
赫 he
鄯 shan
阮 ruan
雍 yong
霍 huo
鞠 ju
须 xu
骆 luo
鹿 lu
麻 ma
"""

_COMPOUND = """
欧阳 ou yang
太史 tai shi
端木 duan mu
上官 shang guan
司马 si ma
东方 dong fang
独孤 du gu
南宫 nan gong
万俟 mo qi
闻人 wen ren
夏侯 xia hou
诸葛 zhu ge
尉迟 yu chi
尉犁 yu li
公羊 gong yang
赫连 he lian
澹台 tan tai
皇甫 huang fu
宗政 zong zheng
濮阳 pu yang
公冶 gong ye
太叔 tai shu
申屠 shen tu
公孙 gong sun
慕容 mu rong
仲孙 zhong sun
钟离 zhong li
长孙 zhang sun
宇文 yu wen
司徒 si tu
鲜于 xian yu
司空 si kong
闾丘 lv qiu
闾邱 lv qiu
子车 zi ju
亓官 qi guan
司寇 si kou
巫马 wu ma
公西 gong xi
颛孙 zhuan sun
壤驷 rang si
公良 gong liang
漆雕 qi diao
乐正 yue zheng
宰父 zai fu
谷梁 gu liang
穀梁 gu liang
拓跋 tuo ba
拓拔 tuo ba
夹谷 jia gu
轩辕 xuan yuan
令狐 ling hu
段干 duan gan
百里 bai li
呼延 hu yan
呼衍 hu yan
东郭 dong guo
南郭 nan guo
西郭 xi guo
北郭 bei guo
南门 nan men
东门 dong men
西门 xi men
北门 bei men
雍门 yong men
羊舌 yang she
微生 wei sheng
公户 gong hu
公玉 gong su
公仪 gong yi
公仲 gong zhong
公上 gong shang
公门 gong men
公山 gong shan
公坚 gong jian
公伯 gong bo
公祖 gong zu
公乘 gong sheng
公皙 gong xi
公叔 gong shu
公输 gong shu
公族 gong zu
公都 gong du
公行 gong hang
梁丘 liang qiu
左丘 zuo qiu
贯丘 guan qiu
毌丘 guan qiu
毋丘 guan qiu
母丘 mu qiu
曹丘 cao qiu
第五 di wu
第一 di yi
第二 di er
第三 di san
第四 di si
第六 di liu
第七 di qi
第八 di ba
南荣 nan rong
东里 dong li
东宫 dong gong
北宫 bei gong
仲长 zhong chang
子书 zi shu
子桑 zi sang
子阳 zi yang
即墨 ji mo
达奚 da xi
褚师 chu shi
单于 chan yu
贺兰 he lan
贺若 he ruo
贺拔 he ba
完颜 wan yan
耶律 ye lv
叶赫 ye he
那拉 na la
纳兰 na lan
爱新觉罗 ai xin jue luo
叶赫那拉 ye he na la
哥舒 ge shu
侯莫陈 hou mo chen
尔朱 er zhu
可朱浑 ke zhu hun
吐谷浑 tu yu hun
库狄 she di
厍狄 she di
斛律 hu lv
斛斯 hu si
屈突 qu tu
徒单 tu dan
蒲察 pu cha
术虎 zhu hu
淳于 chun yu
士孙 shi sun
叔孙 shu sun
季孙 ji sun
孟孙 meng sun
王孙 wang sun
臧孙 zang sun
古孙 gu sun
长鱼 zhang yu
长狄 zhang di
鬼谷 gui gu
高堂 gao tang
高车 gao che
司城 si cheng
司鸿 si hong
司国 si guo
太宰 tai zai
太傅 tai fu
关龙 guan long
阳成 yang cheng
青阳 qing yang
富察 fu cha
佟佳 tong jia
马佳 ma jia
章佳 zhang jia
费莫 fei mo
董鄂 dong e
钮祜禄 niu hu lu
瓜尔佳 gua er jia
赫舍里 he she li
乌雅 wu ya
博尔济吉特 bo er ji ji te
乞伏 qi fu
秃发 tu fa
沮渠 ju qu
库傉官 she nu guan
折娄 she lou
折掘 she jue
普六茹 pu liu ru
独吉 du ji
冒顿 mo du
盖娄 ge lou
相里 xiang li
白石 bai shi
白马 bai ma
五鹿 wu lu
甘庄 gan zhuang
胡母 hu mu
胡毋 hu mu
墨台 mo yi
母盐 mu yan
安期 an qi
安陵 an ling
信都 xin du
成公 cheng gong
屋庐 wu lu
右师 you shi
左人 zuo ren
浩生 hao sheng
宿勤 su qin
朱邪 zhu ye
祁连 qi lian
莫折 mo zhe
莫那娄 mo nuo lou
车非 che fei
阿史那 a shi na
阿伏干 a fu gan
须卜 xu bu
若干 ruo gan
似先 si xian
夫余 fu yu
扶余 fu yu
黑齿 he chi
召公 shao gong
乐羊 yue yang
祭公 zhai gong
区阳 ou yang
於陵 wu ling
於丘 yu qiu
"""

_GIVEN = """
乐 le yue
长 chang zhang
朝 chao zhao
重 chong zhong
行 xing hang
盛 sheng cheng
晟 sheng cheng
茜 qian xi
莘 xin shen
娜 na nuo
柏 bai bo
藏 cang zang
单 dan shan
强 qiang jiang
召 zhao shao
叶 ye xie
若 ruo re
大 da dai
少 shao
参 can shen cen
会 hui kuai
曾 zeng ceng
石 shi dan
阿 a e
仔 zi zai
适 shi kuo
还 huan hai
传 chuan zhuan
觉 jue jiao
和 he huo
调 tiao diao
降 jiang xiang
省 sheng xing
系 xi ji
奇 qi ji
期 qi ji
圈 quan juan
浚 jun xun
俊 jun
颉 jie xie
婧 jing
荨 qian xun
绿 lv lu
露 lu lou
思 si sai
曲 qu
亲 qin qing
宁 ning
华 hua
燕 yan
予 yu
兴 xing
为 wei
任 ren
中 zhong
尽 jin
更 geng
正 zheng
相 xiang
翟 zhai di
贝 bei
隽 juan jun
弥 mi
薇 wei
塔 ta da
泊 bo po
吾 wu yu
亚 ya
万 wan mo
几 ji
与 yu
禅 chan shan
朴 pu piao
种 zhong chong
区 qu ou
解 jie xie
华 hua
任 ren
盖 gai ge
乘 cheng sheng
卜 bu bo
红 hong gong
说 shuo yue
宿 su xiu
圻 qi yin
莞 wan guan
蕃 fan bo
溪 xi
瞳 tong
沈 shen chen
洗 xi xian
识 shi zhi
祭 ji zhai
稽 ji qi
缪 miao mou
车 che ju
雀 que qiao
陆 lu liu
南 nan na
佛 fo fu
夏 xia
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in text.strip().splitlines())
    return {sign: tuple(readings) for sign, *readings in rows}


SURNAMES = _table(_SINGLE)
"""Readings of a sign as a surname, the commonest first."""

COMPOUND = _table(_COMPOUND)
"""Surnames of several signs, each sign's syllable."""

GIVEN = _table(_GIVEN)
"""Signs of given names whose bearers read them in more than one way."""

PLAIN = frozenset(
    "吴朱许邓彭董潘蔡余于杜吕丁汪方白郝莫温施邢齐倪甘包尚舒童冉蓝路游柴蒲房屈艾司景冷姬沙明池封栗位祖漆支平容"
    "印戎居斯由王李张刘陈杨黄赵周徐孙马胡郭何林罗梁宋唐曹肖田袁蒋程苏魏卢姚钟姜崔谭范廖金付邹熊孟秦邱江段雷黎史毛"
)
"""Surnames read in one way, whatever else dictionaries list for the sign."""

LONGEST = max(map(len, COMPOUND))


def compound_of(name: str) -> str:
    """The surname of several signs with which a name begins, the longest; empty if there is none."""
    return next((name[:size] for size in range(LONGEST, 1, -1) if name[:size] in COMPOUND), "")
