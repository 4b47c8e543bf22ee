"""An article is cited the way letters cite it, and found by its key."""

import pytest

from yimen.core.law import D57, INSTRUMENTS, N2022, R649, Article
from yimen.core.law.instruments import numeral


@pytest.mark.parametrize(
    ("article", "words", "key"),
    [
        pytest.param(D57.article(23), "《最低生活保障审核确认办法》第二十三条", "D57:23", id="条"),
        pytest.param(
            R649.article(11, item=3), "《社会救助暂行办法》第十一条第（三）项", "R649:11:3", id="条和项"
        ),
        pytest.param(
            D57.article(31, paragraph=2),
            "《最低生活保障审核确认办法》第三十一条第二款",
            "D57:31:p2",
            id="条和款",
        ),
        pytest.param(
            N2022.article(4),
            "《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》第四部分",
            "N2022:4",
            id="通知的部分",
        ),
        pytest.param(
            N2022.article("一(三)"),
            "《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》第一（三）部分",
            "N2022:一(三)",
            id="通知的部分之下",
        ),
    ],
)
def test_an_article_is_cited_in_words_and_found_by_its_key(article: Article, words: str, key: str):
    assert str(article) == words
    assert article.key == key


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (69, "六十九"),
        (100, "一百"),
        (102, "一百零二"),
        (112, "一百一十二"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number: int, words: str):
    assert numeral(number) == words


def test_the_same_article_is_equal_and_instruments_are_listed_by_key():
    assert D57.article(23) == D57.article(23) != D57.article(24)
    assert all(key == instrument.key for key, instrument in INSTRUMENTS.items())
