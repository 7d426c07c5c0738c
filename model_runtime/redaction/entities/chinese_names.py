"""Find Chinese names: a surname and one or two signs of given names, where the words around them show a person.

Chinese is written without blanks and most surnames are also words (高 high, 金 gold, 方 side), so a name counts only
where it stands alone, or beside a word that goes with people: 联系, 患者, 先生, 女士, 医生. Names behind labels with a colon
are found by `labelled.py`.
"""

import re
from collections.abc import Iterator

from model_runtime.redaction.entities import name_lists
from model_runtime.redaction.entities.entity import Entity, EntityKind
from model_runtime.redaction.entities.readable import Readable

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BEFORE = tuple((
    "联系 请 由 致 与 和 给 向 叫 是 患者 病人 客户 员工 收件人 联系人 经理 医生 医师 护士 老师 教授 律师 同学 同事 主任 "
    "总监 会计 董事长 总经理 负责人 姓名 签名 签字 作者 记者 我 为 让 对 被 找 问 及 跟 同 请问 通知 转交 交给 寄给 发给 告诉 "
    "感谢 代表 用户 乘客 旅客 顾客 学生 家长 居民 先生 女士 尊敬的 亲爱的 你好 您好 收到 委托 授权 邀请 拜访 采访 "
    "通过 按照 根据 关于 属于 来自 归 替 使 以及 或 名叫 任命 聘请 推荐 陪同 经 使用 提交"
).split())
_AFTER = tuple((
    "先生 女士 小姐 太太 医生 医师 护士 教授 老师 经理 主任 律师 同学 同志 师傅 总 博士 院士 会计 董事长 总经理 收 启 您好 你好 "
    "处理 填写 接收 接听 预定 订购 下单 付款 转账 汇款 开具 缴纳 主持 担任 介绍 撰写 编写 发起 回复 反馈 投诉 咨询 居住 住在 就诊 入院 出院 "
    "的 在 于 将 来 到 是 说 和 与 了 已 已经 曾 因 为 从 向 对 就 也 把 被 会 要 负责 签 提交 办理 预约 购买 参加 出席 表示 "
    "出生 毕业 今 昨 明 今天 昨天 明天 上午 下午 本人 电话 手机 完成 确认 申请 寄 送 发 打 及 或 联系 身份证 以 申 领取 支付 入职 到 审核 批准 住 "
).split())
_WORDS = frozenset((
    "时间 时候 安全 安排 平均 成功 成本 成为 程序 程度 方面 方式 方案 方法 方便 金额 金融 黄金 黄色 白色 马上 常见 常用 周期 周末 任何 "
    "任务 文件 文档 文本 文字 文化 文章 应付 应当 应该 应用 应收 项目 单价 单位 单独 支付 支持 章节 管理 明细 明确 明显 明天 年度 连接 全部 全国 全面 "
    "通过 通知 通常 包括 包装 包含 温度 关于 关系 关键 于是 查询 查看 原因 双方 解决 印刷 收到 高度 高级 高兴 高速 高校 万元 和平 计划 计算 "
    "经济 经过 经验 家庭 家长 国家 国际 能够 能力 那么 那个 相关 相信 相同 元素 公司 公共 公开 公里 公告 从事 从来 充分 别人 别的 党员 党委 危险 后来 "
    "都是 宣布 农业 农民 冷却 广告 广泛 向上 古代 居民 尚未 干部 幸福 库存 张贴 强调 怀疑 慎重 所有 施工 景色 曾经 权利 权限 "
    "水平 水果 江苏 沙发 海关 满足 滑动 燕麦 甘肃 田地 申请 申报 白天 益处 盖章 石油 空间 空气 童年 简单 简介 米饭 红色 纪念 终于 终端 罗列 "
    "习惯 花费 苏州 英语 蓝色 融资 解释 计量 许多 诸多 谈判 谢谢 贝壳 贡献 费用 贺卡 路线 路由 车辆 车间 边界 连续 通信 那些 部分 金属 钟表 "
    "钱包 长期 长度 阴天 陆续 随时 雷达 项链 须知 顾客 顾问 颜色 饶有 马路 鱼类 麻烦 黑色 齐全 云计 云南 云服 东西 东部 严格 严重 丰富 习题 "
    "乐器 井水 伏特 何时 何处 余额 余下 保险 储存 元件 公式 冬季 凌晨 利率 利用 利息 劳动 包邮 厂家 卓越 卫生 印章 双击 司机 司法 吉林 "
    "周围 周一 周二 周三 周四 周五 周六 周日 夏季 夏天 季度 季节 宁夏 宁波 安徽 安装 容量 容易 宾馆 富裕 封面 山东 山西 左右 左边 巴黎 常州 常规 广东 广西 "
    "广州 康复 强度 徐州 成都 成员 成绩 成果 房屋 房间 文具 方向 施行 时代 时区 昌平 昆明 易于 景点 曲线 杭州 林业 查找 柳州 桂林 梁柱 毛利 毛重 江西 "
    "沈阳 沙漠 河北 河南 洪水 海南 温州 湖北 湖南 游客 游戏 焦点 牛奶 王国 甘蔗 生产 白酒 盛行 石头 祝贺 祝您 秋季 程式 章程 童装 管道 籍贯 红酒 "
    "胡同 胡椒 花园 英国 范围 茶叶 荣誉 莫非 董事 蒙古 蓝牙 蔬菜 薄膜 虚拟 虞美 西安 许可 诸如 贵州 费率 贾汪 路径 车站 辛苦 连云 通用 通道 "
    "邮箱 邮件 郑州 金华 鉴于 钟点 长沙 长春 长城 阳光 阳台 雷雨 霍乱 韩国 项下 顾名 高中 高温 高铁 魏晋 鲁迅 黄河 黄山 黎明 龙头 龙岩 全年 全额 全款 "
    "向您 同时 和谐 代码 代理 代表 付款 付费 官方 官网 占用 占比 游览 阳历 岳阳 肖像 欧洲 欧元 欧盟 巨大 上海 上述 程员 平台 平方 平米 平安 平时 常务 "
    "万能 万分 能源 能量 相应 相当 相对 管线 权益 权重 终止 终身 支行 支出 支票 支架 单元 单据 单号 单笔 单人 单次 水电 水费 水泥 水管 车票 车牌 车次 车位"
).split())
_ALONE, _BESIDE, _SUFFIXED = 0.6, 0.6, 0.8
_SURE_BEFORE = tuple(
    "联系 患者 病人 客户 员工 收件人 联系人 经理 医生 医师 护士 老师 教授 律师 同学 同事 主任 总监 会计 董事长 总经理 负责人 姓名 签名 作者 记者 尊敬的 亲爱的 "
    "你好 您好 名叫 转交 交给 寄给 发给 告诉 通知 感谢 委托 授权 邀请 采访 聘请 我叫 用户 乘客 学生 家长 先生 女士 由".split()
)
_SURE_AFTER = tuple("先生 女士 小姐 太太 医生 医师 护士 教授 老师 经理 主任 律师 同学 同志 师傅 博士 院士 总经理 董事长".split())


def chinese_names_in(line: Readable) -> Iterator[Entity]:
    """Yield names with their places."""
    for run in _HAN.finditer(line.folded):
        yield from _names_in_run(run[0], run.start())


def _names_in_run(run: str, offset: int) -> Iterator[Entity]:
    index = 0
    while index < len(run):
        found = next(((length, score) for length in _lengths(run, index) if (score := _score(run, index, length))), None)
        if found is None:
            index += 1
            continue
        length, score = found
        yield Entity(EntityKind.PERSON, offset + index, offset + index + length, score, "name-chinese")
        index += length


def _lengths(run: str, index: int) -> list[int]:
    """Return how long a name that starts at `index` may be, likeliest first."""
    for surname in (2, 1):
        if run[index : index + surname] in name_lists.chinese_surnames() and index + surname < len(run):
            return [length for length in (surname + 2, surname + 1) if index + length <= len(run)]
    return []


def _score(run: str, index: int, length: int) -> float:
    """Return how sure it is that a person's name stands there; 0 for none."""
    name, before, after = run[index : index + length], run[:index], run[index + length :]
    surname = 2 if name[:2] in name_lists.chinese_surnames() and length > 2 else 1
    if name[:2] in _WORDS or (length == 3 and name[1:] in _WORDS) or name[-2:] in _SURE_AFTER:
        return 0.0
    if not all(sign in name_lists.chinese_given_signs() for sign in name[surname:]):
        return _SUFFIXED if after.startswith(_SURE_AFTER) and (not before or before.endswith(_BEFORE)) else 0.0
    is_after = not after or after.startswith(_AFTER)
    is_before = not before or before.endswith(_BEFORE)
    is_shown = before.endswith(_SURE_BEFORE) or after.startswith(_SURE_AFTER)
    if not (is_after and is_before) and not is_shown:
        return 0.0
    if after.startswith(_SURE_AFTER):
        return _SUFFIXED
    return _BESIDE if before or after else _ALONE

