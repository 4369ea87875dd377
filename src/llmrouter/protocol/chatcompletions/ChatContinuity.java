package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.protocol.chatcompletions.members.SealedMembers;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.text.Chars;

/// What only its issuer understands in a conversation that is passed on in its own format: `reasoning_details`,
/// `reasoning_signature`, and `extra_content` of messages and calls. It passes unchanged to the provider that issued
/// it, and to a provider that may have issued it. What another provider is known to have issued is left out, because
/// some providers refuse it. The vendor itself has no such members.
final class ChatContinuity {
    private static final String SIGNATURE = "reasoning_signature";

    private ChatContinuity() {}

    /// Whether the tree must be read at all: most texts have no such member.
    static boolean mentions(String text) {
        return Chars.contain(text, "\"reasoning_details\"") || Chars.contain(text, "\"thought_signature\"")
            || Chars.contain(text, "\"reasoning_signature\"");
    }

    /// The same for a request of which the scan may know it.
    static boolean mentions(JsonScan request) {
        return request.mayMention("reasoning_details", "thought_signature", SIGNATURE) && mentions(request.source());
    }

    /// The seals in a request's history, in a whole answer, or in an event of a streamed answer, in order.
    static List<Seal> seals(String text) {
        var found = new ArrayList<Seal>();
        if (!mentions(text)) return found;
        Json.Obj body = JsonScan.of(text).tree();
        for (Json.Obj message : body.objects("messages")) seals(message, found);
        for (Json.Obj choice : body.objects("choices")) {
            if (choice.object("message") instanceof Json.Obj message) seals(message, found);
            if (choice.object("delta") instanceof Json.Obj delta) seals(delta, found);
        }
        return found;
    }

    private static void seals(Json.Obj message, List<Seal> found) {
        Consumer<String> out = value -> {
            if (Seal.read(value, Seal.Kind.MEMBERS) instanceof Seal seal) found.add(seal);
        };
        for (Json.Obj detail : message.objects(ReasoningDetails.NAME)) out.accept(opaque(detail));
        out.accept(message.text(SIGNATURE));
        out.accept(signature(message));
        for (Json.Obj call : message.objects("tool_calls")) out.accept(signature(call));
    }

    /// What only the issuer of a detail can read; null if there is nothing.
    private static String opaque(Json.Obj detail) {
        return detail.text("signature") != null ? detail.text("signature") : detail.text("data");
    }

    /// Gemini's signature of a message or a call, or null.
    private static String signature(Json.Obj owner) {
        return owner.object(GeminiCalls.EXTRA) instanceof Json.Obj extra
            && extra.object("google") instanceof Json.Obj google ? google.text(GeminiCalls.SIGNATURE) : null;
    }

    /// The request's messages as the candidate gets them; null if all is so already.
    static Json.Arr opened(JsonScan request, Continuity continuity) {
        boolean signs = GeminiCalls.mustBeSigned(continuity.issuer().model()) && request.mentions("tool_calls");
        if (!signs && !mentions(request) || !(request.get("messages") instanceof Json.Arr messages)) return null;
        boolean changed = false;
        for (Json item : messages.items()) {
            if (!(item instanceof Json.Obj message)) continue;
            changed |= open(message, continuity);
            for (Json.Obj call : message.objects("tool_calls")) changed |= withoutForeignExtra(call, continuity);
            if (signs && message.get("tool_calls") instanceof Json.Arr calls) changed |= GeminiCalls.sign(calls);
        }
        return changed ? messages : null;
    }

    /// @return whether the message was changed
    private static boolean open(Json.Obj message, Continuity continuity) {
        boolean changed = withoutForeignExtra(message, continuity);
        if (foreign(message.text(SIGNATURE), continuity)) {
            leaveOut(message, SIGNATURE, continuity);
            changed = true;
        }
        var details = new ArrayList<Json>();
        boolean sealed = false;
        for (Json.Obj detail : message.objects(ReasoningDetails.NAME)) {
            String value = opaque(detail);
            if (foreign(value, continuity)) {
                leaveOut(message, ReasoningDetails.NAME, continuity);
                return true;
            }
            SealedMembers own = SealedMembers.of(Seal.of(value));
            sealed |= own != null;
            if (own == null) details.add(detail);
            else details.addAll(own.members().items(ReasoningDetails.NAME));
        }
        if (sealed) message.put(ReasoningDetails.NAME, new Json.Arr(details));
        return changed || sealed;
    }

    /// Whether data is known to be of another issuer, or sealed in another format.
    private static boolean foreign(String value, Continuity continuity) {
        if (!(Seal.read(value, Seal.Kind.MEMBERS) instanceof Seal seal)) return false;
        return seal.kind() != Seal.Kind.MEMBERS || !continuity.opens(seal);
    }

    private static boolean withoutForeignExtra(Json.Obj owner, Continuity continuity) {
        if (!foreign(signature(owner), continuity)) return false;
        leaveOut(owner, GeminiCalls.EXTRA, continuity);
        return true;
    }

    private static void leaveOut(Json.Obj owner, String member, Continuity continuity) {
        owner.members().remove(member);
        continuity.leftOut();
    }
}
