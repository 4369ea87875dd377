package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Sampling;
import llmrouter.json.Json;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.text.Ws;

/// A provider's request while it is written. One request, one owner.
///
/// @param conversation what is to be written
/// @param target       the model it is written for
/// @param losses       where the writer says what it drops or approximates
/// @param traits       what is known of the target
/// @param names        of tools, as they are written
/// @param plainTools   tools that became plain functions
/// @param body         what has been written so far
public record RequestDraft(Conversation conversation, Target target, Losses losses, ModelTraits traits, ToolNames names,
        PlainTools plainTools, Json.Obj body) {
    /// tokens; no model gives as long an answer, so a client that asks for them wants no limit
    private static final long NO_LIMIT = 1_000_000;

    /// For a format that has freeform tools and namespaces too.
    public static RequestDraft of(Conversation conversation, Target target, Losses losses) {
        return of(conversation, target, losses, PlainTools.untyped(losses));
    }

    /// For a format that has no tools but functions: the others become functions.
    public static RequestDraft withPlainTools(Conversation conversation, Target target, Losses losses) {
        return of(conversation, target, losses, PlainTools.functions(losses));
    }

    private static RequestDraft of(Conversation conversation, Target target, Losses losses, PlainTools plainTools) {
        var body = Json.object().put("model", target.model());
        return new RequestDraft(plainTools.apply(Summaries.asked(conversation)), target, losses,
            ModelTraits.of(target.model()), new ToolNames(), plainTools, body);
    }

    /// Writes a field that the request cannot do without. A null value is left out.
    public void require(String field, Json value) {
        body.put(field, value);
    }

    /// Writes an optional field, unless the target refuses it: then the ledger says that `loss` was dropped. A null
    /// value is left out.
    public void put(String field, String loss, Json value) {
        if (value == null) return;
        if (target.accepts(field)) body.put(field, value);
        else losses.dropped(loss, "the model refuses " + field);
    }

    /// The most tokens that the client wants for the answer, within the model's configured limit; null if it does not
    /// say. A wish of at least [#NO_LIMIT] goes on as it is: such a client asks for a whole answer, however long, and
    /// a lower number would cut it. The provider then decides.
    public Long maxTokens() {
        Long wanted = conversation.maxTokens();
        Long most = target.maxOutputTokens();
        if (wanted == null || most == null || wanted <= most || wanted >= NO_LIMIT) return wanted;
        losses.approximated("max_tokens", "the model's most is " + most);
        return most;
    }

    /// Writes `temperature` or `top_p`. Models with fixed sampling take only the default, 1.
    public void putUnlessFixed(String field, Json.Num value) {
        if (value == null) return;
        if (!traits.fixedSampling()) put(field, field, value);
        else if (!Decimals.equal(value, 1)) losses.dropped(field, "the model takes 1 only");
    }

    /// Writes the stop sequences that the provider takes. An empty one means nothing.
    ///
    /// @param most   how many it takes
    /// @param blanks whether it takes white space alone
    /// @return the others: the gateway ends the answer at them
    public List<String> stops(String field, int most, boolean blanks) {
        Json.Arr written = Json.array();
        var others = new ArrayList<String>();
        for (String sequence : conversation.sampling().stop()) {
            boolean taken = target.accepts(field) && written.size() < most && (blanks || !Ws.blank(sequence));
            if (sequence.isEmpty()) continue;
            if (taken) written.add(Json.of(sequence));
            else others.add(sequence);
        }
        if (written.size() > 0) body.put(field, written);
        return others;
    }

    /// For a format without a seed and without penalties.
    public void dropSeedAndPenalties(Sampling sampling) {
        if (sampling.seed() != null) losses.dropped("seed");
        if (saysSomething(sampling.frequencyPenalty())) losses.dropped("frequency_penalty");
        if (saysSomething(sampling.presencePenalty())) losses.dropped("presence_penalty");
    }

    private static boolean saysSomething(Json.Num penalty) {
        return penalty != null && !Decimals.equal(penalty, 0);
    }

    /// @param answerTool name (on the wire) of the tool whose arguments are the structured answer, or null
    /// @param stops      stop sequences that the provider's format has no field for
    public WrittenRequest written(String answerTool, List<String> stops) {
        return new WrittenRequest(body, names, answerTool, plainTools, stops, 0, conversation.summary() != null);
    }
}
