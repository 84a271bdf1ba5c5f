"""Time one peer over the same texts, in an environment of its own.

usage: measure.py jionlp|recognizers FOLDER SECONDS    prints {"characters": …, "seconds": …, "peak_mb": …}

Reads the texts of FOLDER in the order of their names until SECONDS are over; loading is not counted.
"""

import json
import resource
import sys
import time
from pathlib import Path


def jionlp():
    """Times and money, sentence by sentence."""
    import jionlp as jio

    def run(text):
        for sentence in jio.split_sentence(text, criterion="coarse"):
            jio.ner.extract_money(sentence, with_parsing=False)
            jio.ner.extract_time(sentence, with_parsing=False)

    return run


def recognizers():
    """Numbers, percentages, currency and dates, line by line."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    def run(text):
        for line in filter(None, text.splitlines()):
            for recognize in (recognize_number, recognize_percentage, recognize_currency, recognize_datetime):
                recognize(line, Culture.Chinese)

    return run


def main():
    peer, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    run = {"jionlp": jionlp, "recognizers": recognizers}[peer]()
    texts = [p.read_text("utf-8") for p in sorted(folder.iterdir())]
    run(texts[0][:500])
    characters, start = 0, time.process_time()
    for text in texts:
        run(text)
        characters += len(text)
        if time.process_time() - start > seconds:
            break
    print(
        json.dumps(
            {
                "characters": characters,
                "seconds": time.process_time() - start,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
