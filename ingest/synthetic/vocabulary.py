"""The words of which the synthetic city is made: places, names, trades, authorities."""

from __future__ import annotations

from typing import Final, NamedTuple

from ingest.synthetic.codes import body_of, uscc


class Place(NamedTuple):
    """A district or county, and one of the zones that have no code of their own."""

    code: str
    name: str
    extension: str


class Authority(NamedTuple):
    """A body that decides, with its code."""

    name: str
    code: str


PLACES: Final = (
    Place("411302", "宛城区", ""),
    Place("411303", "卧龙区", ""),
    Place("411381", "邓州市", ""),
    Place("411321", "南召县", ""),
    Place("411322", "方城县", ""),
    Place("411323", "西峡县", ""),
    Place("411324", "镇平县", ""),
    Place("411325", "内乡县", ""),
    Place("411326", "淅川县", ""),
    Place("411327", "社旗县", ""),
    Place("411328", "唐河县", ""),
    Place("411329", "新野县", ""),
    Place("411330", "桐柏县", ""),
    Place("411300", "高新区", "EXT02"),
    Place("411300", "城乡一体化示范区", "EXT01"),
)

SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华建国志海永红玉兰春梅文斌鹏飞宇浩婷雪慧林波辉龙云莉峰"
    "晓东新民振兴德才福贵荣昌盛金生俊豪博佳琪欣怡子轩梓涵雨泽天佑思远景行立成启航若曦一诺嘉懿"
)
COMPANY_FIRST: Final = "宛南豫鸿恒鑫瑞中华天泰金汇盛昌嘉德诚信隆丰润达顺远腾宏博创亿万和利源康卧龙"
COMPANY_SECOND: Final = "阳通达丰源泰隆盛和信诚远航宇腾飞创业成功建安居康宁顺利兴旺昌茂林木森川泽"


class Trade(NamedTuple):
    """An industry code and the words that companies of the trade carry in their names."""

    code: str
    words: tuple[str, ...]


TRADES: Final = (
    Trade("E4710", ("建筑工程", "建设工程", "土石方工程")),
    Trade("E4813", ("市政工程", "路桥工程")),
    Trade("E5013", ("装饰工程", "建筑装饰")),
    Trade("F5211", ("百货", "商贸", "贸易")),
    Trade("F5127", ("食品", "粮油贸易", "农产品")),
    Trade("C1310", ("粮油加工", "面业")),
    Trade("C2720", ("制药", "中药饮片")),
    Trade("C3011", ("水泥", "建材")),
    Trade("G5430", ("运输", "物流")),
    Trade("H6210", ("餐饮管理", "餐饮服务")),
    Trade("I6510", ("软件", "信息技术", "网络科技")),
    Trade("K7010", ("置业", "房地产开发")),
    Trade("L7211", ("企业管理", "投资咨询", "商务服务")),
    Trade("M7450", ("检测技术", "安全技术服务")),
    Trade("A0111", ("种植", "农业开发")),
    Trade("A0313", ("养殖", "牧业")),
    Trade("B1011", ("矿业", "石材")),
    Trade("N7810", ("物业服务", "环境卫生")),
    Trade("P8310", ("教育咨询", "文化培训")),
    Trade("C2624", ("化工", "烟花爆竹")),
)
SHOPS: Final = (
    "便利店",
    "小吃店",
    "服装店",
    "五金店",
    "理发店",
    "修理部",
    "烟酒店",
    "早餐店",
    "文具店",
    "蔬菜店",
)
STREETS: Final = (
    "人民路",
    "建设路",
    "中州路",
    "工业路",
    "新华路",
    "滨河路",
    "范蠡路",
    "张衡路",
    "仲景路",
    "独山大道",
)
CONDUCTS: Final = (
    "未按规定公示年度报告",
    "虚假宣传",
    "未取得许可从事经营",
    "占道经营",
    "消防设施不合格",
    "违法排放污染物",
)


def _organ(number: int) -> str:
    return uscc("11", "411300", body_of("NA", number))


HUMAN_RESOURCES: Final = Authority("南阳市人力资源和社会保障局", _organ(1))
EMERGENCY: Final = Authority("南阳市应急管理局", _organ(2))
TAX: Final = Authority("国家税务总局南阳市税务局", _organ(3))
MARKET: Final = Authority("南阳市市场监督管理局", _organ(4))
FINANCE: Final = Authority("南阳市财政局", _organ(5))
ENVIRONMENT: Final = Authority("南阳市生态环境局", _organ(6))
TRANSPORT: Final = Authority("南阳市交通运输局", _organ(7))
STATE_ASSETS: Final = Authority("南阳市人民政府国有资产监督管理委员会", _organ(8))
INDUSTRY: Final = Authority("南阳市工业和信息化局", _organ(9))
COURTS: Final = (
    Authority("河南省南阳市中级人民法院", _organ(20)),
    Authority("南阳市宛城区人民法院", _organ(21)),
    Authority("南阳市卧龙区人民法院", _organ(22)),
    Authority("邓州市人民法院", _organ(23)),
    Authority("唐河县人民法院", _organ(24)),
    Authority("镇平县人民法院", _organ(25)),
)
