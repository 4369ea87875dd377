package llmrouter.protocol.history;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.Paragraphs;
import llmrouter.protocol.request.RequestFields;
import llmrouter.text.Ws;

/// Reads the pieces of a conversation (messages, items, blocks, parts, calls), and decides what becomes of a piece that
/// cannot be read, because its type is unknown or it is malformed:
///
/// - In the new turn ([NewTurn]) it is what the user asks about, so the request is refused, and the error names it.
/// - Anywhere else it becomes its nearest text, or is left out; the ledger names its type. Anywhere else is: earlier
///   turns, turns of the assistant, system text, and all that stands in a tool's result.
///
/// A reader of a format throws for what it cannot read, wherever it stands; only this class knows the rule. An error
/// that has a code of its own refuses the request for another reason than its form, and always goes on to the client.
/// One request, one owner.
public final class PieceReading {
    private static final String WORDS_ONLY = "only its words are sent";

    /// Reads one piece.
    @FunctionalInterface
    public interface Piece {
        /// @param out takes the parts that the piece holds
        /// @throws GatewayError the type of the piece is unknown, or it is malformed
        void read(RequestFields piece, List<Part> out);
    }

    private final Losses losses;
    private boolean asked;
    private boolean spoken;
    private boolean seam;
    private boolean anew;

    public PieceReading(Losses losses) {
        this.losses = losses;
    }

    /// The ledger of the request.
    public Losses losses() {
        return losses;
    }

    /// Says what is read from now on.
    ///
    /// @param byUser      whether the user asks about it
    /// @param byAssistant whether it is a turn of the assistant, whose neighbouring texts are one text
    public void turn(boolean byUser, boolean byAssistant) {
        asked = byUser;
        spoken = byAssistant;
        seam = false;
    }

    /// The assistant's next text is another saying than the one before: a paragraph stands between them.
    public void seam() {
        seam = spoken;
    }

    /// The piece that is read now takes the place of all that stands before it in its list.
    public void anew() {
        anew = true;
    }

    /// Whether a piece that cannot be read is refused now.
    public boolean asked() {
        return asked;
    }

    /// Reads what the user does not ask about although it may stand in the new turn, such as the result of a tool.
    public List<Part> unasked(RequestFields owner, String member, Piece piece) {
        boolean before = asked;
        asked = false;
        List<Part> parts = content(owner, member, piece);
        asked = before;
        return parts;
    }

    /// The parts of a member that holds a text or a list of pieces; none if it is absent.
    public List<Part> content(RequestFields owner, String member, Piece piece) {
        Json content = owner.raw(member);
        if (content == null) return List.of();
        if (content instanceof Json.Str s) return s.isEmpty() ? List.of() : List.of(new TextPart(s, null));
        var parts = new ArrayList<Part>(content instanceof Json.Arr list ? list.size() : 1);
        if (content instanceof Json.Arr list) pieces(owner, member, list, true, parts, piece);
        else odd(content, member, owner.error(member, "must be a string or an array, not " + content.kind()), true,
            parts);
        return parts;
    }

    /// Reads a member that is a list of pieces and never a text, such as the calls of a message, if it is there.
    public void list(RequestFields owner, String member, List<Part> out, Piece piece) {
        Json given = owner.raw(member);
        if (given instanceof Json.Arr list) pieces(owner, member, list, false, out, piece);
        else if (given != null) {
            odd(given, member, owner.error(member, "must be an array, not " + given.kind()), false, out);
        }
    }

    /// @param texts whether a text may stand in the list
    private void pieces(RequestFields owner, String member, Json.Arr list, boolean texts, List<Part> out, Piece piece) {
        List<RequestFields> elements = owner.elements(member);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof RequestFields element) read(element, member, out, piece);
            else {
                Json value = list.items().get(i);
                odd(value, member, owner.error(member + "[" + i + "]", "must be an object, not " + value.kind()), texts,
                    out);
            }
        }
    }

    /// Reads one piece.
    ///
    /// @param name what the ledger calls a piece without a type
    public void read(RequestFields piece, String name, List<Part> out, Piece reader) {
        var own = new ArrayList<Part>(1);
        boolean before = seam;
        seam = false;
        try {
            reader.read(piece, own);
        } catch (GatewayError e) {
            pass(e);
            own.clear();
            nearest(piece, name, own);
        }
        if (anew) out.clear();
        anew = false;
        if (before || seam) Paragraphs.add(out, own);
        else for (Part part : own) out.add(part); // addAll would copy the list first
        seam |= before && own.isEmpty();
    }

    /// Whether something could be read.
    ///
    /// @throws GatewayError it could not, and the user asks about it
    public boolean reads(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (GatewayError e) {
            pass(e);
            return false;
        }
    }

    /// A piece cannot be read.
    ///
    /// @throws GatewayError the user asks about it
    private void pass(GatewayError error) {
        if (asked || error.error().code() != null) throw error;
    }

    /// Puts the nearest text of a piece in its place; the ledger names its type.
    ///
    /// @param name what the ledger calls a piece without a type
    public void nearest(RequestFields piece, String name, List<Part> out) {
        Json.Obj object = piece.whole();
        String type = object.text("type") == null || object.text("type").isEmpty() ? name : object.text("type");
        boolean result = type.endsWith("_result") || type.endsWith("_output") || type.endsWith("_call");
        String words = PieceWords.of(object);
        if (words.isEmpty()) {
            losses.dropped(type);
            return;
        }
        losses.approximated(type, WORDS_ONLY);
        out.add(new TextPart(result ? "[" + type + "]\n" + words : words));
        seam();
    }

    /// The words of an element in a list of messages or items that is none.
    ///
    /// @throws GatewayError the user asks about it
    public List<Part> odd(RequestFields owner, String member, int index) {
        if (asked) owner.objects(member);
        var words = new ArrayList<Part>(1);
        if (owner.raw(member) instanceof Json.Arr list) odd(list.items().get(index), member, null, true, words);
        return words;
    }

    /// The nearest text of a piece; none if it has no words. The ledger names its type.
    public List<Part> nearest(RequestFields piece, String name) {
        var words = new ArrayList<Part>(1);
        nearest(piece, name, words);
        return words;
    }

    /// A value that is no piece at all: a text is taken as it is, of anything else its words.
    ///
    /// @param error if the user asks about it
    /// @param texts whether words are of use here
    private void odd(Json value, String member, GatewayError error, boolean texts, List<Part> out) {
        if (asked) throw error;
        if (value instanceof Json.Null) return;
        String words = texts ? PieceWords.of(value) : "";
        if (words.isEmpty()) losses.dropped(member);
        else losses.approximated(member, WORDS_ONLY);
        if (!words.isEmpty()) out.add(new TextPart(words));
    }

    /// A text member; null if it is absent, or if it is of another type and not asked about.
    public String text(RequestFields owner, String member) {
        if (owner.raw(member) instanceof Json.Str s) return s.value();
        if (asked || owner.raw(member) == null) return owner.text(member);
        losses.dropped(member);
        return null;
    }

    /// The prompt-cache mark of a piece, or null. A malformed one marks nothing.
    public CacheMark mark(RequestFields piece) {
        try {
            return CacheFields.read(piece);
        } catch (GatewayError e) {
            pass(e);
            losses.dropped("cache_control");
            return null;
        }
    }

    /// The arguments of an earlier call in a format where they are an object. A text is read as JSON; what is no object
    /// then is put into one, so that the model sees what it wrote. Null if there are none.
    public static Json.Obj arguments(RequestFields call, String member, Losses losses) {
        Json given = call.raw(member);
        if (given instanceof Json.Str s) given = parsed(s);
        if (given == null || given instanceof Json.Obj) return (Json.Obj) given;
        losses.approximated(member, "not a JSON object so sent in one");
        return Json.object().put("arguments_text", given instanceof Json.Str s ? s.value() : given.toString());
    }

    private static Json parsed(Json.Str text) {
        if (Ws.blank(text.value())) return null;
        try {
            return Json.parseNested(text.value()) instanceof Json.Obj object ? object : text;
        } catch (JsonError _) {
            return text; // words of the model
        }
    }

    /// The arguments or the input of a call in a format where they are a text; null if there are none. An earlier call
    /// may have the JSON itself.
    ///
    /// @throws GatewayError they are not a text, and the user asks about it
    public String argumentText(RequestFields call, String member) {
        Json given = call.raw(member);
        return given == null || asked || given instanceof Json.Str ? call.text(member) : given.toString();
    }
}
