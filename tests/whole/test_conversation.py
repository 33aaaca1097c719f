"""A conversation in a group, over the reports that come with the project.

docs/telegram.md shows it. After an intended change of what the bot says, write it again:

    WRITE_TRANSCRIPT=1 python -m pytest tests/whole/test_conversation.py
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from telegram.ext import CommandHandler

from bot.wording.translations import LANGUAGES, translation
from index import Index
from index.embedding.embedder import Embedder
from index.embedding.encoder import load_embedder
from index.embedding.models import DEFAULT_MODEL
from index.versions import Manifest
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import VOTE_COUNTED, buttons, covered, running
from tests.support.tiny import index_of
from tests.support.transcript import transcript

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus" / "reports"
DOCUMENT = ROOT / "docs" / "telegram.md"
SHOWN = re.compile(r"(?<=<!-- The transcript begins).*?(?=<!-- The transcript ends)", re.DOTALL)
HOW_TO_WRITE_IT = (
    "To write it again: WRITE_TRANSCRIPT=1 python -m pytest tests/whole/test_conversation.py"
)
UNBREAKABLE = re.compile("[\u00a0\u202f]")  # spaces in dates, which differ between locales
BUILT = datetime(2024, 11, 6, 9, 15, tzinfo=UTC)  # when the indexes were built, in the document

GROUP = -1001234567890
TROOPS, TRADE = 11, 12
TOPICS = {TROOPS: "Troops", TRADE: "Trade"}

FIGURES = ["about 10,000", "bis zu 20.000", "майже 12 000", "about 3,000"]
PENTAGON = "On 28 October 2024 the US Department of Defense said that North Korea has sent about 10,000 soldiers to eastern Russia."
SEOUL = "On 23 October 2024 South Korea's National Intelligence Service told members of parliament that about 3,000 North Korean soldiers have been moved to Russia."
KYIV = "24 жовтня 2024 року воєнна розвідка України повідомила, що до Росії прибули майже 12 000 солдатів із КНДР."
POSSIBLE = "Die Autorin hält es außerdem für möglich, dass bis zu 20.000 nordkoreanische Soldaten nach Russland entsandt werden."
KYIV_TITLE = "Військова розвідка про північнокорейських солдатів – стислий виклад заяви"
OFFICERS = "Серед них 500 офіцерів і троє генералів."
STUDY = "Waffen, Handel, Truppen – Kurzfassung einer Studie über Nordkorea und Russland"
FROM_STUDY = f"{STUDY}, Elena Guseinova, Friedrich-Naumann-Stiftung für die Freiheit"
AUTHOR = "Die Studie über die Zusammenarbeit zwischen Nordkorea und Russland hat Elena Guseinova für die Friedrich-Naumann-Stiftung verfasst."
WEAPONS = "Nach ihrer Schätzung haben die Waffenlieferungen der DVRK an Russland einen Wert von bis zu 5,5 Milliarden US-Dollar."
TRADE_2024 = "Im ersten Halbjahr 2024 erreichte das Handelsvolumen der beiden Länder 52,9 Millionen US-Dollar."
TRADE_2023 = "Im gesamten Jahr 2023 lag das Handelsvolumen bei 34,4 Millionen US-Dollar."
MEETINGS = (
    "In diesem Jahr kamen Vertreter aus Moskau und Pjöngjang zu 24 diplomatischen Treffen zusammen."
)
DEPLOYED = "Units of them have been deployed to the Kursk region, he said."
CONFIRMED = "On Monday, 28 October 2024, NATO Secretary General Mark Rutte confirmed that North Korean soldiers are in Russia."
NATO_TITLE = "NATO confirms North Korean soldiers in Russia – digest of a statement"

ADDED_QUOTE = "From them it counts about 11,500 North Korean soldiers in Russia."
ADDED = f"""\
---
title: Counting from the air
publisher: Example Institute
date: 2024-11-05
url: https://example.org/counting
language: en
---

The institute, which was invented for this conversation, compared pictures of training grounds from
September and October. {ADDED_QUOTE}
"""

FOR_ADMINS = "Nur Admins der Gruppe können die Einstellungen ändern."


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    language: str


OLENA = Person(21, "Olena", "uk")  # an admin of the group
JONAS = Person(22, "Jonas", "de")
ADA = Person(23, "Ada", "en")  # a maintainer of the bot


@dataclass
class Stage:
    """Where the conversation takes place: people do something, and the bot makes something of it.

    `scenes` are headings, each with what is to be known and the place of its first event.
    """

    api: FakeBotApi
    scenes: list[tuple[str, str, int]] = field(default_factory=list)

    def scene(self, heading: str, introduction: str) -> None:
        """What happens from now on belongs together."""
        self.scenes.append((heading, introduction, len(self.api.history)))

    def says(
        self, who: Person, text: str, topic: int | None = None, reply_to: Json | None = None
    ) -> Json:
        """What somebody writes in the group."""
        return self.api.group(text, GROUP, who.id, who.language, who.name, reply_to, topic)

    async def asks(
        self, who: Person, text: str, topic: int | None = None, reply_to: Json | None = None
    ) -> Json:
        """What the bot answers to what somebody writes in the group: in reply, in its topic."""
        before = len(self.api.messages)
        asked = self.says(who, text, topic, reply_to)
        return await self._reply_to(asked, before)

    async def asks_privately(self, who: Person, text: str) -> Json:
        """What the bot answers to what somebody writes to it privately."""
        before = len(self.api.messages)
        asked = self.api.private(text, who.id, who.language, who.name)
        return await self._reply_to(asked, before)

    async def presses(self, who: Person, message: Json, label: str) -> str:
        """The note that somebody is shown who presses a button; mostly none."""
        query = self.api.press(message, label, who.id, who.language, who.name)
        return str((await self.api.answered(query))["text"])

    async def opens(self, who: Person, message: Json, label: str) -> Json:
        """What the bot sends to somebody who presses a button: in reply, in the topic."""
        before = len(self.api.messages)
        assert await self.presses(who, message, label) == ""
        return await self._reply_to(message, before)

    def taps(self, who: Person, message: Json, label: str) -> Json:
        """The button that somebody presses without the bot being told: a link, a text to copy."""
        rows: list[list[Json]] = message["reply_markup"]["inline_keyboard"]
        [button] = [button for row in rows for button in row if button["text"] == label]
        self.api.note("pressed", GROUP, who.id, label, {"from": self.api.people[who.id]} | button)
        return button

    async def _reply_to(self, message: Json, before: int) -> Json:
        """The only message that the bot has sent since it had sent so many."""
        messages = await self.api.sent(before + 1)
        assert len(messages) == before + 1
        sent = messages[-1]
        assert sent["chat"]["id"] == message["chat"]["id"]
        assert sent["reply_to_message"]["message_id"] == message["message_id"]
        assert sent.get("message_thread_id") == message.get("message_thread_id")
        return sent


# The scenes


async def it_is_added(stage: Stage) -> None:
    stage.scene("The bot is added", "In three lines, it says how to ask it.")
    stage.api.add_bot(GROUP, by=ADA.id, title="Newsroom")
    [greeting] = await stage.api.sent(1)
    assert greeting["chat"]["id"] == GROUP
    assert greeting["text"].split("\n") == [
        "I answer with what the reports say, word for word and with the source.",
        "Ask like this: /ask how many soldiers? Or reply to one of my messages.",
        "You can also mention me anywhere in a message.",
    ]


async def it_is_asked(stage: Stage) -> tuple[Json, Json]:
    """The answers to the first questions, about soldiers and about the trade."""
    stage.scene(
        "Two topics, three languages",
        "Olena's Telegram is in Ukrainian, Jonas's in German and Ada's in English. What the bot "
        "says itself is in the language of the one who asks; quotes stay as they are in the "
        "reports. A reply to an answer goes on with its question: Olena asks for the meetings, Jonas "
        "for the year before, Ada for the officers among the soldiers.",
    )
    soldiers = await stage.asks(OLENA, "🙂 @belegbot скільки солдатів?", TROOPS)
    side_by_side = soldiers["text"].split("\n\n")[0]
    lines = [line.split(" – ")[0].removeprefix("• ") for line in side_by_side.split("\n")]
    assert sorted(lines) == sorted(FIGURES)
    quotes = dict(zip(covered(soldiers, "blockquote"), covered(soldiers, "bold")[4:], strict=True))
    assert next(iter(quotes)) == KYIV
    assert len(quotes) == 3
    assert (
        quotes.items()
        <= {
            KYIV: "майже 12 000",
            SEOUL: "about 3,000",
            PENTAGON: "about 10,000",
            POSSIBLE: "bis zu 20.000",
        }.items()
    )
    assert buttons(soldiers) == [
        *([f"{number}. Джерело", f"{number}. Копіювати цитату"] for number in (1, 2, 3)),
        ["👍", "👎"],
    ]
    trade = await stage.asks(JONAS, "/ask Wie hoch war das Handelsvolumen 2024?", TRADE)
    assert covered(trade, "blockquote") == [TRADE_2024]
    assert covered(trade, "bold") == ["52,9 Millionen US-Dollar"]
    in_october = translation("uk").date(date(2024, 10, 28))  # with a space that does not break
    meetings = await stage.asks(OLENA, "а зустрічей?", reply_to=soldiers)
    assert meetings["text"] == (
        f"Прочитано як: 🙂 скільки зустрічей?\n\n{MEETINGS}\n{FROM_STUDY}, {in_october} · німецька"
    )
    assert covered(meetings, "bold") == ["24"]
    assert buttons(meetings) == [["Джерело", "Копіювати цитату"], ["👍", "👎"]]
    year_before = await stage.asks(JONAS, "und 2023?", reply_to=trade)
    assert covered(year_before, "blockquote")[0] == TRADE_2023
    officers = await stage.asks(ADA, "and the officers?", reply_to=soldiers)
    assert covered(officers, "blockquote") == [OFFICERS]
    assert covered(officers, "bold") == ["500"]
    return soldiers, trade


async def it_is_not_asked(stage: Stage) -> None:
    stage.scene(
        "What nobody asks the bot",
        "A question that is not addressed to the bot, and a claim: it keeps silent. `/source` in "
        "reply to the claim shows what the reports say about it.",
    )
    before = len(stage.api.messages)
    stage.says(JONAS, "Wie viele Soldaten waren es noch mal? Ich sehe selbst nach.", TROOPS)
    claim = stage.says(JONAS, "Angeblich liefert Nordkorea Waffen im Wert von Milliarden.", TROOPS)
    related = await stage.asks(ADA, "/source", reply_to=claim)
    assert len(stage.api.messages) == before + 1
    assert related["text"] == (
        "Related quotes, whether or not they support the claim:\n\n"
        f"{WEAPONS}\n{FROM_STUDY}, Oct 28, 2024 · German"
    )
    assert buttons(related) == [["Source", "Copy citation"]]


async def its_question_is_edited(stage: Stage) -> Json:
    """The answer that was edited with it, once."""
    stage.scene(
        "A question is edited",
        "The answer is edited too. Edited into what is no question any more, it stays.",
    )
    answer = await stage.asks(ADA, "/ask where were the units deployed?", TROOPS)
    assert covered(answer, "blockquote")[0] == DEPLOYED
    asked = answer["reply_to_message"]
    stage.api.edit(asked, "/ask when did Rutte confirm it?")
    edited = await stage.api.edited(answer)
    assert covered(edited, "blockquote")[0] == CONFIRMED
    assert covered(edited, "bold") == ["Monday, 28 October 2024"]
    assert buttons(edited)[0] == ["Source", "Copy citation"]
    stage.api.edit(asked, "/ask thanks!")
    return edited


async def it_tells_its_source(stage: Stage, trade: Json, reports: Path) -> None:
    stage.scene(
        "Where does that come from?",
        "Asked for its source, the bot shows the quote where it stands, with all that is known of "
        "the report. The buttons page through the report, copy the citation and send the file.",
    )
    card = await stage.asks(JONAS, "Quelle?", reply_to=trade)
    assert covered(card, "bold") == [STUDY, TRADE_2024]
    assert MEETINGS in covered(card, "blockquote")[0]
    assert buttons(card) == [
        ["◀ Zurück", "Weiter ▶"],
        ["Zitat kopieren", "Link kopieren"],
        ["Originaldatei"],
    ]
    assert await stage.presses(JONAS, card, "Zurück") == ""
    earlier = await stage.api.edited(card)
    assert covered(earlier, "bold") == [STUDY]
    assert covered(earlier, "blockquote")[0].startswith(AUTHOR)
    assert buttons(earlier)[0] == ["Weiter ▶"]
    assert await stage.presses(JONAS, card, "Weiter") == ""
    later = await stage.api.edited(card, times=2)
    assert later["text"] == card["text"]
    copyable_citation = stage.taps(JONAS, later, "Zitat kopieren")["copy_text"]["text"]
    assert copyable_citation == f"„{TRADE_2024}“\n{FROM_STUDY}, 28.10.2024"
    file = await stage.opens(JONAS, later, "Originaldatei")
    sent = stage.api.files[file["document"]["file_id"]]
    assert sent == (reports / "studie-waffenlieferungen.md").read_bytes()


async def it_is_voted_on(stage: Stage, trade: Json) -> None:
    stage.scene("Votes", "Everybody has one vote on an answer, and may change it.")
    assert await stage.presses(ADA, trade, "👍") == VOTE_COUNTED
    assert await stage.presses(OLENA, trade, "👍") == (
        "Дякуємо, вашу оцінку враховано. Її можна змінити."
    )
    assert await stage.presses(ADA, trade, "👎") == VOTE_COUNTED


async def it_lists_reports(stage: Stage) -> None:
    stage.scene("The reports", "All of them, or those with some words; a number opens its card.")
    listed = await stage.asks(ADA, "/sources NATO 2024")
    assert listed["text"] == (
        f"1 report with “NATO 2024”:\n1. {NATO_TITLE} – NATO, Oct 28, 2024, English, 1 passage"
    )
    card = await stage.opens(ADA, listed, "1")
    assert covered(card, "bold") == [NATO_TITLE]
    assert buttons(card) == [["Copy link"], ["Original file"]]


async def it_refuses(stage: Stage) -> None:
    stage.scene("What the reports do not say", "The bot says so, rather than guess.")
    refusal = await stage.asks(JONAS, "@belegbot Was ist die Hauptstadt von Frankreich?")
    assert refusal["text"] == "In den Berichten steht das nicht."
    assert buttons(refusal) == [["👍", "👎"]]


async def it_is_quiet(stage: Stage) -> None:
    stage.scene(
        "Settings",
        "They are for admins of the group, such as Olena. She sets the quiet mode, *Тихий режим*: "
        "one quote, no buttons.",
    )
    assert (await stage.asks(JONAS, "/settings"))["text"] == FOR_ADMINS
    settings = await stage.asks(OLENA, "/settings")
    assert buttons(settings)[-2:] == [["1", "2", "✓ 3", "5", "10"], ["Тихий режим"]]
    assert await stage.presses(JONAS, settings, "Тихий режим") == FOR_ADMINS
    assert await stage.presses(OLENA, settings, "Тихий режим") == "Збережено."
    assert buttons(await stage.api.edited(settings))[-1] == ["✓ Тихий режим"]
    quiet = await stage.asks(ADA, "/ask how many soldiers?", TROOPS)
    assert covered(quiet, "blockquote") == [KYIV]
    assert covered(quiet, "bold")[4:] == ["майже 12 000"]
    assert buttons(quiet) == []
    assert await stage.presses(OLENA, settings, "Тихий режим") == "Збережено."
    assert buttons(await stage.api.edited(settings, times=2))[-1] == ["Тихий режим"]


async def it_is_used_inline(stage: Stage) -> None:
    stage.scene(
        "Inline",
        "Behind the bot's name a question can be typed in any chat, also where the bot is not. It "
        "offers quotes; the one chosen is posted. The button below it leads to its card, privately.",
    )
    query = stage.api.inline("how many officers?", ADA.id, ADA.language, ADA.name)
    [result] = (await stage.api.offered(query))["results"]
    assert result["title"].startswith("500 – Головне управління розвідки")
    assert result["description"] == OFFICERS
    posted = stage.api.choose(query, result["id"], GROUP)
    assert covered(posted, "blockquote") == [OFFICERS]
    assert covered(posted, "bold") == ["500"]
    url = stage.taps(JONAS, posted, "Source")["url"]
    assert url == f"https://t.me/belegbot?start={result['id']}"
    card = await stage.asks_privately(JONAS, f"/start {result['id']}")
    assert covered(card, "bold") == [KYIV_TITLE, OFFICERS]


async def it_gets_a_report(
    stage: Stage, soldiers: Json, folder: Path, embedder: Embedder
) -> Manifest:
    """What the new index was built from."""
    stage.scene(
        "A report is added",
        "It is put into the folder, and the index is rebuilt while the bot goes on. The bot "
        "takes it up by itself within seconds, or at once with `/reload`, which is for maintainers, "
        "such as Ada; Jonas gets what any unknown command gets. The new figure then stands beside "
        "the others, its citation leads to the spot on the web page, and the buttons of the first "
        "answer work as before.",
    )
    rebuilt = index_of(folder, {"example-institute.md": ADDED}, embedder).manifest
    refused = await stage.asks_privately(JONAS, "/reload")
    assert refused["text"] == "Diesen Befehl kenne ich nicht; /help zeigt, was ich kann."
    reloaded = await stage.asks_privately(ADA, "/reload")
    assert reloaded["text"] == f"Version {rebuilt.version} is in service."
    more = await stage.asks(OLENA, "Скільки солдатів, @belegbot?", TROOPS)
    assert more["text"].startswith("• about 11,500 – Example Institute, 5 лист. 2024")
    assert covered(more, "bold")[0] == "about 11,500"
    assert sorted(covered(more, "bold")[1:5]) == sorted(FIGURES)
    assert ADDED_QUOTE in covered(more, "blockquote")
    links = [entity["url"] for entity in more["entities"] if "url" in entity]
    cards = [link for link in links if link.startswith("https://t.me/belegbot?start=")]
    assert len(cards) == 5  # one for each figure
    [link] = [link for link in links if link not in cards]
    assert link == "https://example.org/counting#:~:text=From%20them%20it,soldiers%20in%20Russia"
    card = await stage.opens(OLENA, soldiers, "1. Джерело")
    assert covered(card, "bold") == [KYIV_TITLE, KYIV]
    return rebuilt


async def it_is_looked_after(stage: Stage) -> None:
    stage.scene(
        "What was not answered, and what is forgotten",
        "Maintainers see which questions were refused or voted down, not who asked them. Everybody "
        "can have the bot forget them.",
    )
    unanswered = await stage.asks_privately(ADA, "/unanswered")
    assert unanswered["text"].split("\n") == [
        "• Was ist die Hauptstadt von Frankreich? (refused 1 time)",
        "• Wie hoch war das Handelsvolumen 2024? (👎 1)",
    ]
    forgotten = await stage.asks(ADA, "/forget")
    assert forgotten["text"].split("\n") == ["Deleted:", "• 3 questions from memory", "• 1 vote"]


# The conversation


async def test_a_group_talks_with_the_bot(api: FakeBotApi, tmp_path: Path) -> None:
    """Written into docs/telegram.md when WRITE_TRANSCRIPT is set, else compared with it."""
    embedder = load_embedder(DEFAULT_MODEL)
    reports = {path.name: path.read_text(encoding="utf-8") for path in SHIPPED.iterdir()}
    index = index_of(tmp_path, reports, embedder)
    built = index.manifest
    api.sees_all = True
    api.administrators[GROUP] = {OLENA.id}
    stage = Stage(api)
    async with running(api, index, corpus_dir=tmp_path / "corpus", maintainers=[ADA.id]):
        await it_is_added(stage)
        soldiers, trade = await it_is_asked(stage)
        await it_is_not_asked(stage)
        edited = await its_question_is_edited(stage)
        await it_tells_its_source(stage, trade, tmp_path / "corpus")
        await it_is_voted_on(stage, trade)
        await it_lists_reports(stage)
        await it_refuses(stage)
        await it_is_quiet(stage)
        await it_is_used_inline(stage)
        rebuilt = await it_gets_a_report(stage, soldiers, tmp_path, embedder)
        await it_is_looked_after(stage)
    assert api.edits[GROUP, edited["message_id"]] == 1
    told = rendered(stage, [built, rebuilt])
    document = DOCUMENT.read_text(encoding="utf-8")
    if os.environ.get("WRITE_TRANSCRIPT"):
        document = SHOWN.sub(lambda _: told, document)
        DOCUMENT.write_text(document, encoding="utf-8")
    assert SHOWN.findall(document) == [told]


async def test_the_document_has_every_command(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        handlers = [one for one in app.handlers[0] if isinstance(one, CommandHandler)]
    handled = {command for one in handlers for command in one.commands}
    table = re.findall(r"^\| (`/.+?) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"/(\w+)", " ".join(table))) == handled | {"ask"}


def rendered(stage: Stage, indexes: Sequence[Manifest]) -> str:
    """The transcript with its headings, the same in every run."""
    ends = [start for *_, start in stage.scenes[1:]] + [len(stage.api.history)]
    parts = [
        f"### {heading}\n\n{introduction}\n\n{transcript(stage.api.history[start:end], TOPICS)}"
        for (heading, introduction, start), end in zip(stage.scenes, ends, strict=True)
    ]
    told = "\n\n".join([f". {HOW_TO_WRITE_IT} -->", *parts, ""])
    for manifest in indexes:
        told = at_the_same_time(told, manifest)
    return UNBREAKABLE.sub(" ", told)


def at_the_same_time(told: str, manifest: Manifest) -> str:
    """A text in which an index was not built when it was, but when all are in the document."""
    told = told.replace(manifest.version, f"{BUILT:%Y%m%dT%H%M%S.%fZ}")
    built = datetime.fromisoformat(manifest.built)
    for ui in map(translation, LANGUAGES):
        told = told.replace(ui.time(built), ui.time(BUILT))
    return told
