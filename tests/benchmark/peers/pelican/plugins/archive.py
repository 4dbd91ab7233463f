"""YAML front matter, prev/next and the actor and country indexes for Pelican."""

from typing import ClassVar

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import Generator
from pelican.readers import MarkdownReader
from pelican.urlwrappers import URLWrapper
from pelican.utils import pelican_open


class YamlMarkdownReader(MarkdownReader):
    file_extensions: ClassVar[list[str]] = ["md"]

    def read(self, source_path):
        with pelican_open(source_path) as text:
            _, front, body = text.split("---\n", 2)
        meta = yaml.load(front, Loader=yaml.CSafeLoader)
        if not hasattr(self, "_md"):
            self._md = Markdown(**self.settings["MARKDOWN"])
        self._md.reset()
        content = self._md.convert(body)
        out = {
            "title": meta["title"],
            "date": str(meta["date"]),
            "summary": meta["description"],
            "category": meta["section"],
            "tags": meta["tags"],
            "author": meta["author"],
        }
        out = {k: self.process_metadata(k, v) for k, v in out.items()}
        out["description"] = meta["description"]
        out["actors"], out["countries"] = meta["actors"], meta["countries"]
        return content, out


class Term(URLWrapper):
    def __init__(self, kind, name, settings):
        super().__init__(name, settings)
        self.url_ = f"{kind}/{self.slug}/"


class TermsGenerator(Generator):
    KINDS = ("actors", "countries")

    def generate_context(self):
        pass

    def generate_output(self, writer):
        template = self.get_template("term")
        for kind, terms in self.context["archive_terms"].items():
            for term, articles in terms.items():
                url = term.url_
                writer.write_file(
                    url + "index.html",
                    template,
                    self.context,
                    term=term,
                    articles=articles,
                    paginated={"articles": articles},
                    template_name="term",
                    url=url,
                    kind=kind,
                )
                if kind == "countries":
                    writer.write_feed(articles, self.context, url + "index.xml", feed_title=term.name, feed_type="rss")


def add_reader(readers):
    readers.reader_classes["md"] = YamlMarkdownReader


def index_articles(generator):
    articles = generator.articles
    for older, newer in zip(articles[1:], articles, strict=False):
        older.newer, newer.older = newer, older
    found, made = {kind: {} for kind in TermsGenerator.KINDS}, {}
    for article in articles:
        for kind, terms in found.items():
            mine = []
            for name in getattr(article, kind):
                term = made.get((kind, name))
                if term is None:
                    term = made[kind, name] = Term(kind, name, generator.settings)
                    terms[term] = []
                terms[term].append(article)
                mine.append(term)
            setattr(article, kind + "_terms", mine)
    generator.context["archive_terms"] = found


def add_generator(pelican):
    return TermsGenerator


def register():
    signals.readers_init.connect(add_reader)
    signals.article_generator_finalized.connect(index_articles)
    signals.get_generators.connect(add_generator)
