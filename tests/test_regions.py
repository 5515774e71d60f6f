import pytest

from policygraph.regions import default_regions


@pytest.mark.parametrize(
    ("name", "level", "expected"),
    [
        ("常州市", "province", "江苏省"),
        ("江苏省常州市", "province", "江苏省"),
        ("云南省", "city", None),
        ("没有的地方", "province", None),
    ],
)
def test_above(name: str, level: str, expected: str | None) -> None:
    found = default_regions().above(name, level)  # type: ignore[arg-type]
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("江苏省发展改革委", "江苏省"), ("市发展改革委", None), ("开发区管委会", None), ("各市人民政府", None)],
)
def test_prefix(text: str, expected: str | None) -> None:
    found = default_regions().prefix(text)
    assert (found.name if found else None) == expected


def test_a_name_shared_by_several_counties_names_none_until_narrowed() -> None:
    regions = default_regions()
    assert len(regions.by_name["鼓楼区"]) > 1
    assert regions.prefix("鼓楼区教育局") is None
    found = regions.resolve("江苏省南京市鼓楼区")
    assert found is not None and found.code.startswith("3201")
