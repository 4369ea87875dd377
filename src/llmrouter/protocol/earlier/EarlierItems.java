package llmrouter.protocol.earlier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.earlier.EarlierAnswers.Past;
import llmrouter.protocol.earlier.WholeLength.Counted;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.request.RequestFields;
import llmrouter.text.Text;

/// Puts the items of earlier answers in the place of references to them: the conversation before `previous_response_id`
/// in front of `input`, and an item in the place of each `item_reference` (OpenAI API reference, "Create a model
/// response"; the vendor's guide "Conversation state"). The `instructions` of the earlier request do not count again.
///
/// The text of the request is spliced and not parsed, and only a request with a reference is looked into. What only the
/// vendor can have stored stays as it is. One request, one owner.
public final class EarlierItems {
    /// Members that refer to something that only the vendor has.
    public static final List<String> STORED = List.of("conversation", "prompt");
    /// What to do about a reference to something that is not there.
    private static final String WAY_OUT = " Send the whole conversation in 'input' with \"store\": false, or ask for a "
        + "model whose provider speaks the Responses format and has stored it.";
    /// Stands for an item that the gateway made and has forgotten, so that a session that refers to old items in every
    /// request goes on.
    private static final Counted FORGOTTEN = Counted.of(
        "{\"role\":\"assistant\",\"content\":\"[an earlier answer that the gateway no longer has]\"}");
    private static final String REFERENCE = "item_reference";
    /// A reference has only an id and a type, so a longer item is none.
    private static final int LONGEST_REFERENCE = 1_000;

    private final JsonScan request;
    private final EarlierAnswers earlier;
    private final Losses losses = new Losses();
    /// of the answers that were referred to, by id
    private final Map<String, Map<String, Counted>> said = new HashMap<>();
    /// null as long as the request refers to nothing that is there
    private WholeLength length;
    private GatewayError unheld;

    public EarlierItems(JsonScan request, EarlierAnswers earlier) {
        this.request = request;
        this.earlier = earlier;
    }

    /// The request with what it refers to.
    public Recalled recall() {
        for (String member : STORED) {
            if (!request.isNull(member)) missing(unheld(member));
        }
        if (request.isTrue("store") && !earlier.remembers()) missing(unstored());
        String previous = request.text("previous_response_id");
        Past before = previous == null ? null : earlier.until(previous);
        if (previous != null && before == null) missing(unknownAnswer(previous));
        boolean refers = refers();
        if (before == null && !refers) return recalled(request, previous, null, null);
        List<String> asked = items();
        length = new WholeLength(request.source());
        List<String> resolved = refers ? resolved(asked) : asked;
        boolean changes = before != null || !resolved.equals(asked);
        return recalled(changes ? whole(before, resolved) : request, previous, before, resolved);
    }

    /// @param asked the items of the request; null if they were not looked at
    private Recalled recalled(JsonScan whole, String previous, Past before, List<String> asked) {
        boolean stores = earlier.remembers() && (request.isNull("store") || request.isTrue("store"));
        var keeper = new AnswerKeeper(stores ? earlier : EarlierAnswers.NONE, previous, before,
            () -> kept(asked == null ? items() : asked));
        return new Recalled(whole, unheld, losses, keeper);
    }

    /// The first thing that is missing counts.
    private void missing(GatewayError what) {
        if (unheld == null) unheld = what;
    }

    // ── the items of the request ──

    /// The items of `input`, each as JSON text; a text is one message of the user.
    private List<String> items() {
        if (request.kind("input") == JsonKind.STRING) {
            return List.of("{\"role\":\"user\",\"content\":" + request.raw("input") + "}");
        }
        return request.items("input");
    }

    /// A request for a summary holds for one answer only.
    private static List<String> kept(List<String> items) {
        return items.stream().filter(item -> !isTrigger(item)).toList();
    }

    private static boolean isTrigger(String item) {
        return item.length() < LONGEST_REFERENCE && item.contains("compaction_trigger")
            && item.charAt(0) == '{' && "compaction_trigger".equals(JsonScan.of(item).text("type"));
    }

    /// Whether an item may be a reference. Its type may be left out, so an object that ends behind an id of the gateway
    /// counts too.
    private boolean refers() {
        String text = request.source();
        if (request.mentions(REFERENCE)) return true;
        for (int at = text.indexOf(AnswerIds.MARK); at >= 0; at = text.indexOf(AnswerIds.MARK, at + 1)) {
            int quote = text.indexOf('"', at);
            if (quote > 0 && closes(text, quote + 1)) return true;
        }
        return false;
    }

    private static boolean closes(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) <= ' ') at++;
        return at < text.length() && text.charAt(at) == '}';
    }

    private List<String> resolved(List<String> items) {
        var resolved = new ArrayList<String>(items.size());
        for (String item : items) resolved.add(reference(item) instanceof String id ? resolved(item, id) : item);
        return resolved;
    }

    /// The id that an item refers to; null if the item is no reference.
    private static String reference(String item) {
        if (item.length() > LONGEST_REFERENCE || item.charAt(0) != '{') return null;
        JsonScan scan = JsonScan.of(item);
        boolean reference = REFERENCE.equals(scan.text("type")) || scan.isNull("type")
            && !scan.has("role") && !scan.has("content");
        return reference ? scan.text("id") : null;
    }

    private String resolved(String item, String id) {
        Counted found = AnswerIds.isOwn(id) ? said(AnswerIds.answerOf(id, "resp_")).get(id) : null;
        if (found != null) return added(found);
        if (AnswerIds.isOwn(id)) {
            losses.dropped(REFERENCE, "the gateway no longer has that answer");
            return added(FORGOTTEN);
        }
        missing(unknownItem(id));
        return item;
    }

    private String added(Counted item) {
        length.add(item);
        return item.item();
    }

    /// The items of an answer by their ids. They are read once for a request, however often it refers to them.
    private Map<String, Counted> said(String answer) {
        Map<String, Counted> known = said.get(answer);
        if (known != null) return known;
        var items = new HashMap<String, Counted>();
        for (String item : earlier.said(answer)) {
            if (JsonScan.of(item).text("id") instanceof String id) items.put(id, Counted.of(item));
        }
        if (!items.isEmpty()) said.put(answer, items);
        return items;
    }

    private JsonScan whole(Past before, List<String> asked) {
        List<String> past = before == null ? List.of() : before.items();
        for (String item : past) length.add(Counted.of(item));
        length.takeFrom(earlier);
        var input = new Text(Math.toIntExact(length.characters())).add('[');
        String comma = "";
        for (List<String> items : List.of(past, asked)) {
            for (String item : items) {
                input.add(comma).add(item);
                comma = ",";
            }
        }
        var splice = request.splice().set("input", input.add(']').take());
        if (before != null) splice.remove("previous_response_id");
        return JsonScan.of(splice.apply());
    }

    // ── what the gateway does not have ──

    /// In the vendor's words and with its code, because some clients then send the whole conversation by themselves.
    public static GatewayError unknownAnswer(String id) {
        return new GatewayError(new ApiError(400, ApiError.Kind.INVALID_REQUEST, "Previous response with id '"
            + AnswerIds.shown(id) + "' not found. The gateway does not have what 'previous_response_id' refers to."
            + WAY_OUT, "previous_response_not_found",
            "previous_response_id"));
    }

    /// The refusal of a reference to an item.
    public static GatewayError unknownItem(String id) {
        return GatewayError.badRequest("Item with id '" + AnswerIds.shown(id) + "' not found. The gateway never made"
            + " an item with this id." + WAY_OUT, "input");
    }

    /// The refusal of a member that only its vendor understands.
    public static GatewayError unheld(String member) {
        return unheld(member, "refers to something that only the provider that stored it knows");
    }

    /// The refusal of a wish to store the answer.
    private static GatewayError unstored() {
        return unheld("store", "asks to store the answer");
    }

    /// @param why a clause that follows the member's name
    public static GatewayError unheld(String member, String why) {
        return RequestFields.wrong(member,
            why + ", but the requested model is served in another format, which stores nothing."
            + " Send the whole conversation in 'input' with \"store\": false, or ask for a model "
            + "whose provider speaks the Responses format");
    }
}
