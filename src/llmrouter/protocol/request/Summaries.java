package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;

/// Summaries that take the place of a long conversation. A vendor has a model, or a form of request, for it; other
/// models are asked for one in words, as the last turn of the conversation.
public final class Summaries {
    private static final String OPENING = "Summary of the earlier conversation:\n\n";
    private static final String INSTRUCTIONS = """
        Do not answer the last message and do not go on with the work. Write a summary of the whole conversation so \
        far. The next model reads the summary in place of the conversation and has nothing else. Give
        - what the user wants, with every condition and preference that still counts, in the user's words where they \
        matter;
        - what was done and found out so far, with the exact names of files, functions, commands, addresses, numbers \
        and values that are still needed;
        - decisions, and why they were made; what was tried and failed;
        - the present state, what is being worked on, and the next steps.
        If the conversation begins with an earlier summary, take over what still counts. Write only the summary, as \
        plain text. Do not call a tool.""";

    /// Said of a summary that cannot be opened.
    private static final String SEALED = "' is a summary of the conversation that only the provider which made it can "
        + "read, and the requested model is served by another one. Go on with a model of the provider that made it, or "
        + "begin a new conversation.";

    private Summaries() {}

    /// The refusal of a summary that only its maker can read: leaving it out would leave out nearly the whole
    /// conversation. It has a code, because it refuses the request although the summary stands in the history.
    public static GatewayError sealed(RequestFields owner, String member) {
        String path = owner.path(member);
        return new GatewayError(new ApiError(400, ApiError.Kind.INVALID_REQUEST, "'" + path + SEALED, "sealed_summary",
            path));
    }

    /// A summary as the turn that takes the place of the conversation.
    public static Turn turn(String summary) {
        return new Turn(Role.USER, List.of(new TextPart(words(summary))));
    }

    /// A summary with a line that says what it is.
    public static String words(String summary) {
        return OPENING + summary;
    }

    /// The conversation with the model asked for a summary; itself if the client wants an answer. The tools stay, so
    /// that the prompt is read from the vendor's cache and earlier calls have their definitions, but none may be
    /// called. The client's form of the answer does not apply to a summary.
    static Conversation asked(Conversation conversation) {
        if (conversation.summary() == null) return conversation;
        String own = conversation.summary().instructions();
        var turns = new ArrayList<>(conversation.turns());
        turns.add(new Turn(Role.USER, List.of(new TextPart(own == null ? INSTRUCTIONS : own))));
        ToolChoice none = conversation.tools().isEmpty() ? null : new ToolChoice.NoneChoice();
        return conversation.with(turns, conversation.tools(), none).unformatted();
    }
}
