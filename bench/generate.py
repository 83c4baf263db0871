#!/usr/bin/env python3
"""Makes an agency of N clients, the same on every machine, for Keyfolio or for Hugo.

Each client has a status with 12 milestones and 20 tasks, 10 updates of about 300 words with code,
a table and a list, and 8 deliverables, three of them with a file of 200 KiB and the others with a
short text. Both layouts hold the same words and the same files.

    bench/generate.py keyfolio 100 FOLDER
    bench/generate.py hugo 100 FOLDER
"""

import argparse
import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FILE_SIZE = 200 * 1024
MILESTONES, TASKS, UPDATES, DELIVERABLES, FILES = 12, 20, 10, 8, 3
START = date(2026, 1, 12)

WORDS = """
about after again agreed all along also archive around asked back basket before begin better board
booking both bring button call carry case change check choose clean clear client close colour column
come contrast copy corner count cover date day decide deliver design desk detail different draft
each early easy edit email end enough every example faster feedback field file find first fix follow
font footer form forward found from gallery give glad good grid group half hand header heading help
here home hour idea image improve inside issue item keep kept label large last launch layout learn
leave left letter light line link list little load logo long look made main make many margin mark
meet menu message might minute mobile month more morning most move much name narrow need new next
nice note nothing now number offer office old once open order other our over page paper part past
people phone photo picture piece place plan please point press print problem proof publish question
quick quiet reach read ready reason remove reply report rest result review right room round rule
same save screen search second section see send set shape share short show side sign simple since
site size small some soon sort space speak start state step still style summer table take talk team
test text thank their there these thing think third this time title today together top total track
try turn type under until update upload use version very visit wait want warm watch week well what
when where which while white whole why wide window with without word work write year your
""".split()

CODE = """```js
export function total(lines) {
  // Prices are whole cents, so that nothing is lost in rounding.
  return lines.reduce((sum, { price, count }) => sum + price * count, 0);
}
```
"""


@dataclass
class Document:
    """A text with a title and a day."""

    slug: str
    title: str
    day: date
    body: str


class Client:
    """One client's content, the same whenever it is made for the same number."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.id = f"client-{number:04}"
        self.name = " ".join(self.words(2)).title() + f" {number}"
        self.summary = self.paragraph(40)
        self.milestones = [self.milestone(place) for place in range(MILESTONES)]
        self.tasks = [self.task(place) for place in range(TASKS)]
        self.updates = [self.update(place) for place in range(UPDATES)]
        self.deliverables = [self.deliverable(place) for place in range(DELIVERABLES)]

    def words(self, count: int) -> list[str]:
        return self.random.choices(WORDS, k=count)

    def sentence(self, count: int) -> str:
        return " ".join(self.words(count)).capitalize() + "."

    def paragraph(self, count: int) -> str:
        sentences = []
        while count > 0:
            length = min(count, self.random.randint(7, 15))
            sentences.append(self.sentence(length))
            count -= length
        return " ".join(sentences)

    def milestone(self, place: int) -> dict:
        planned = START + timedelta(days=21 * place)
        entry = {
            "id": f"step-{place + 1}",
            "title": f"{' '.join(self.words(2)).capitalize()} {place + 1}",
            "description": self.sentence(12),
            "planned": planned.isoformat(),
        }
        if place < 5:
            entry |= {"state": "done", "actual": (planned + timedelta(days=place % 3)).isoformat()}
        elif place == 5:
            entry |= {"state": "in_progress", "estimated": (planned + timedelta(days=9)).isoformat()}
        else:
            entry |= {"state": "planned", "depends_on": [f"step-{place}"]}
        return entry

    def task(self, place: int) -> dict:
        return {
            "title": self.sentence(6),
            "owner": "you" if place % 5 == 4 else "us",
            "due": (START + timedelta(days=11 * place)).isoformat(),
            "state": "done" if place < 9 else "doing" if place < 12 else "todo",
            "milestone": f"step-{place % MILESTONES + 1}",
        }

    def update(self, place: int) -> Document:
        rows = "\n".join(
            f"| {' '.join(self.words(2))} | {self.random.randint(1, 900)} | {self.sentence(4)} |"
            for _ in range(5)
        )
        items = "\n".join(f"- {self.sentence(8)}" for _ in range(5))
        body = "\n\n".join(
            [
                self.paragraph(60),
                f"## {self.sentence(4)[:-1]}",
                self.paragraph(55) + f" **{self.sentence(4)}** `{self.words(1)[0]}.css`",
                items,
                f"## {self.sentence(3)[:-1]}",
                f"| Part | Count | Note |\n| --- | ---: | --- |\n{rows}",
                CODE.rstrip(),
                self.paragraph(70),
            ]
        )
        title = self.sentence(5)[:-1]
        return Document(f"news-{place + 1}", title, START + timedelta(days=20 * place), body + "\n")

    def deliverable(self, place: int) -> Document:
        title = f"{' '.join(self.words(2)).capitalize()} {place + 1}"
        day = START + timedelta(days=25 * place)
        return Document(f"item-{place + 1}", title, day, self.paragraph(30) + "\n")

    def files(self, size: int):
        """The deliverables' files: (deliverable, file name, bytes)."""
        for place, item in enumerate(self.deliverables):
            if place < FILES:
                yield item, f"{item.slug}.zip", self.random.randbytes(size)
            else:
                yield item, f"{item.slug}.txt", item.body.encode()


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def front_matter(**keys) -> str:
    # JSON is YAML, and both programs read it.
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    return f"---\n{lines}---\n\n"


def keyfolio_agency(folder: Path) -> None:
    write(
        folder / "keyfolio.yaml",
        "name: The Agency\n"
        "contact:\n  email: hello@agency.example\n"
        "time_zone: Europe/London\n"
        "access:\n  mode: plain\n"
        "team:\n  - id: mara\n    name: Mara Ellison\n    role: Projects\n    email: mara@agency.example\n",
    )


def keyfolio_client(folder: Path, client: Client, file_size: int) -> None:
    home = folder / "content" / client.id
    write(home / "client.yaml", f"name: {client.name}\nteam: [mara]\n")
    status = {
        "phases": ["Plan", "Design", "Build", "Launch"],
        "phase": "Design",
        "health": "on_track",
        "as_of": "2026-11-20",
        "summary": client.summary,
        "milestones": client.milestones,
        "tasks": client.tasks,
    }
    # One entry a line, as a person would write it, so that both files are of a usual length.
    write(home / "status.yaml", yaml_of(status))
    for update in client.updates:
        head = front_matter(title=update.title, date=update.day.isoformat(), author="mara")
        write(home / "updates" / f"{update.slug}.md", head + update.body)
    for item, name, content in client.files(file_size):
        sidecar = {"title": item.title, "state": "in_review", "description": item.body.strip()}
        write(home / "deliverables" / item.slug / "deliverable.yaml", yaml_of(sidecar))
        write(home / "deliverables" / item.slug / name, content)


def yaml_of(keys: dict) -> str:
    lines = []
    for key, value in keys.items():
        if not isinstance(value, list) or not isinstance(value[0], dict):
            lines.append(f"{key}: {json.dumps(value)}")
            continue
        lines.append(f"{key}:")
        for entry in value:
            pairs = [f"{name}: {json.dumps(one)}" for name, one in entry.items()]
            lines += [f"  - {pairs[0]}", *(f"    {pair}" for pair in pairs[1:])]
    return "\n".join(lines) + "\n"


def hugo_client(folder: Path, client: Client, file_size: int) -> None:
    home = folder / "content" / client.id
    overview = front_matter(
        title=client.name,
        layout="overview",
        outputs=["html"],
        milestones=client.milestones,
        tasks=client.tasks,
    )
    write(home / "_index.md", overview + client.summary + "\n")
    write(home / "updates" / "_index.md", front_matter(title="Updates"))
    write(home / "deliverables" / "_index.md", front_matter(title="Deliverables"))
    for page in ("team", "requests", "documents"):
        write(home / f"{page}.md", front_matter(title=page.title()) + client.summary + "\n")
    for update in client.updates:
        head = front_matter(title=update.title, date=update.day.isoformat())
        write(home / "updates" / f"{update.slug}.md", head + update.body)
    for item, name, content in client.files(file_size):
        address = f"/{client.id}/files/{name}"
        head = front_matter(title=item.title, date=item.day.isoformat(), file=address)
        write(home / "deliverables" / f"{item.slug}.md", head + item.body)
        write(folder / "static" / client.id / "files" / name, content)


def generate(layout: str, count: int, folder: Path, file_size: int = FILE_SIZE) -> None:
    """Writes `count` clients for `layout` into `folder`."""
    if layout == "keyfolio":
        keyfolio_agency(folder)
    for number in range(1, count + 1):
        client = Client(number)
        (keyfolio_client if layout == "keyfolio" else hugo_client)(folder, client, file_size)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("layout", choices=["keyfolio", "hugo"])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    generate(arguments.layout, arguments.count, arguments.folder)
