package llmrouter.gateway.request;

import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.routing.Candidate;

/// A request made ready for one candidate.
///
/// @param verbatim whether client and candidate use the same format, so that the answer is passed on unchanged
/// @param filter   undoes on the answer what was done to the request; null when verbatim
/// @param asked    the model's name that the answer gets, or null for the provider's
/// @param losses   what the translation lost
/// @param written  top-level fields that the gateway, not the client, put there and that the model may refuse
public record PreparedRequest(Candidate candidate, UpstreamRequest request, boolean verbatim, AnswerFilter filter,
        String asked, Losses losses, List<String> written) {}
