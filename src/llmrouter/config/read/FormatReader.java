package llmrouter.config.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import llmrouter.config.Finding;
import llmrouter.config.Format;

/// Reads the words for wire formats.
final class FormatReader {
    private FormatReader() {}

    /// The format of a word; null, with a problem reported, if there is none.
    static Format format(String word, JsonPath at, FindingCollector findings) {
        Format format = Format.of(word);
        if (format == null) {
            findings.problem(at, Finding.quoted(word) + " is not a format", "write " + Format.anyOf("\"", "\""));
        }
        return format;
    }

    /// Warns about a key whose format an earlier key of the same object has by another name.
    static void warnOfTwin(Format format, Collection<Format> before, JsonPath at, FindingCollector findings) {
        if (!before.contains(format)) return;
        findings.warning(at, "is a second entry for the format \"" + format.word() + "\"; the last one counts",
            "remove one of them");
    }

    /// The formats of a list or a single word, without repetitions.
    static List<Format> formats(Fields fields, String name) {
        var formats = new ArrayList<Format>();
        List<String> words = fields.texts(name);
        for (int i = 0; i < words.size(); i++) {
            Format format = format(words.get(i), fields.itemAt(i, name), fields.findings());
            if (format != null && !formats.contains(format)) formats.add(format);
        }
        return formats;
    }
}
