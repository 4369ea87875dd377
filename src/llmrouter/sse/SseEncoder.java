package llmrouter.sse;

import llmrouter.text.Text;

/// Writes event-stream blocks. Data must not contain line ends; compact JSON never does.
public final class SseEncoder {
    private SseEncoder() {}

    /// Appends `event: NAME`, `data: DATA` and a blank line; without the first line when `name` is null.
    public static void write(String name, String data, Text out) {
        if (name != null) out.add("event: ").add(name).add('\n');
        out.add("data: ").add(data).add("\n\n");
    }

    /// An event with its text. The data may have several lines.
    ///
    /// @param name or null
    public static SseEvent event(String name, String data) {
        var raw = new Text(data.length() + 32);
        if (name != null) raw.add("event: ").add(name).add('\n');
        int from = 0;
        for (int end = data.indexOf('\n'); end >= 0; end = data.indexOf('\n', from)) {
            raw.add("data: ").add(data, from, end + 1);
            from = end + 1;
        }
        raw.add("data: ").add(data, from, data.length()).add("\n\n");
        return new SseEvent(name, data, raw.take());
    }

    /// A comment block, which every client ignores.
    public static String comment(String words) {
        return ": " + words + "\n\n";
    }
}
