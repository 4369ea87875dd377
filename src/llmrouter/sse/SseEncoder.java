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

    /// A comment block, which every client ignores.
    public static String comment(String words) {
        return ": " + words + "\n\n";
    }
}
