package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.config.Finding;
import llmrouter.config.Format;

/// Reads the words for wire formats.
final class FormatReader {
    private FormatReader() {}

    /// The format of a word; null, with a problem reported, if there is none.
    static Format format(String word, JsonPath at, FindingCollector findings) {
        Format format = Format.of(word.toLowerCase(Locale.ROOT));
        if (format == null) {
            findings.problem(at, Finding.quoted(word) + " is not a format", "write " + Format.anyOf("\"", "\""));
        }
        return format;
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
