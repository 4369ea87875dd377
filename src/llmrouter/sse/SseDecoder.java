package llmrouter.sse;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Cuts an event stream into blocks, whatever the fragments it is fed. Line ends may be LF, CR or CR LF, also cut in
/// the middle; one leading byte-order mark is skipped (also as its three bytes, in text that has one character per
/// byte).
///
/// Each character is looked at once: lines are read when their end arrives, and only the unfinished block is held. So
/// the work is linear in the text however finely it is cut. One stream, one owner.
///
/// A blank line that ends in CR closes its block one character later, when it is known whether an LF belongs to it;
/// unless the line before ended in a lone CR: then the stream does not use CR LF, and the block is closed at once.
public final class SseDecoder {
    private static final String BOM = "\uFEFF";
    private static final String BOM_BYTES = "\u00EF\u00BB\u00BF";

    private final int limit;
    private final SseFields fields = new SseFields();
    /// The part of the unfinished block that came in earlier fragments.
    private StringBuilder held = new StringBuilder();
    /// Where the unfinished line begins, counted from the beginning of the block.
    private int line;
    private boolean started;
    private boolean afterCr;
    private boolean loneCr;
    private boolean closing;
    private boolean overflow;

    /// @param limit characters that one block may have; a longer block makes `feed` fail
    public SseDecoder(int limit) {
        this.limit = limit;
    }

    /// Takes the next fragment and returns the blocks it completed, in order.
    /// @throws SseOverflow a block passed the limit. Blocks completed before it come out first: then the next call
    ///         fails
    public List<SseEvent> feed(String fragment) {
        if (overflow) throw new SseOverflow(limit);
        var out = new ArrayList<SseEvent>();
        int block = cut(fragment, out);
        held.append(fragment, block, fragment.length());
        if (held.length() > limit) overflow = true;
        if (overflow && out.isEmpty()) throw new SseOverflow(limit);
        return out;
    }

    /// Puts all blocks that end in the fragment into `out` and returns where the unfinished one begins.
    private int cut(String fragment, List<SseEvent> out) {
        var ends = new LineEnds(fragment);
        int block = 0;
        int at = 0;
        while (at < fragment.length() && !overflow) {
            boolean close;
            if (afterCr) {
                close = closing;
                at += afterCr(fragment.charAt(at));
                line = held.length() + at - block;
            } else {
                int end = ends.next(at);
                if (end < 0) break;
                boolean blank = line(fragment, block, end);
                lineEnd(fragment.charAt(end) == '\r', blank);
                close = blank && !closing;
                at = end + 1;
                line = held.length() + at - block;
            }
            if (close) {
                String raw = raw(fragment, block, at);
                if (raw.length() > limit) overflow = true;
                else out.add(event(fields.data(), raw));
                block = at;
            }
        }
        return block;
    }

    /// Decides what the character after a CR is; returns how many characters belong to the line end.
    private int afterCr(char c) {
        afterCr = false;
        closing = false;
        loneCr = c != '\n';
        return loneCr ? 0 : 1;
    }

    /// Notes how a line ended, and whether a blank line must wait for the next character before it closes its block.
    private void lineEnd(boolean cr, boolean blank) {
        afterCr = cr;
        closing = cr && blank && !loneCr;
        if (!cr) loneCr = false;
    }

    /// Reads the line that ends at `end` in the fragment, whose unfinished block goes on at `block`; returns whether it
    /// is blank.
    private boolean line(String fragment, int block, int end) {
        boolean straddles = line < held.length();
        String s = straddles ? held.substring(line) + fragment.substring(block, end) : fragment;
        int from = straddles ? 0 : block + line - held.length();
        int to = straddles ? s.length() : end;
        if (!started) from = afterBom(s, from);
        started = true;
        if (from >= to) return true;
        fields.line(s, from, to);
        return false;
    }

    private static int afterBom(String s, int from) {
        if (s.startsWith(BOM, from)) return from + 1;
        return s.startsWith(BOM_BYTES, from) ? from + 3 : from;
    }

    private String raw(String fragment, int from, int to) {
        if (held.isEmpty()) return fragment.substring(from, to);
        String raw = held.append(fragment, from, to).toString();
        held = new StringBuilder();
        return raw;
    }

    private SseEvent event(String data, String raw) {
        var event = new SseEvent(fields.name(), data, raw);
        fields.clear();
        line = 0;
        return event;
    }

    /// Ends the stream and returns a last block without its blank line, if the block has data and is whole; else
    /// nothing. Unlike a browser, which discards it (§9.2.6), a gateway must not lose the last event of a provider that
    /// leaves out the blank line. The block is whole when its last line was ended, or when its data is `[DONE]` or a
    /// complete JSON object or array. Call it once.
    /// @throws SseOverflow a block passed the limit
    public List<SseEvent> end() {
        if (overflow) throw new SseOverflow(limit);
        if (closing) return List.of(event(fields.data(), raw("", 0, 0)));
        String torn = held.substring(line);
        boolean tornData = torn.startsWith("data:") || !started && torn.startsWith("data:", afterBom(torn, 0));
        if (tornData) fields.line(torn, started ? 0 : afterBom(torn, 0), torn.length());
        String data = fields.data();
        if (data == null || !torn.isEmpty() && !isWhole(data)) return List.of();
        if (!tornData) held.setLength(line);
        var last = event(data, raw("", 0, 0));
        if (!tornData) held.append(torn);
        return List.of(last);
    }

    private static boolean isWhole(String data) {
        if (data.equals("[DONE]")) return true;
        if (!data.startsWith("{") && !data.startsWith("[")) return false;
        try {
            Json.parse(data);
            return true;
        } catch (JsonError _) {
            return false;
        }
    }

    /// The text that has not come out in an event: the block in progress, or after [#end] an incomplete rest.
    public String remainder() {
        return held.toString();
    }
}
