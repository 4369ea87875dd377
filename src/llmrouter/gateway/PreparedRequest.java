package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.routing.Candidate;

/// A request made ready for one candidate.
///
/// @param verbatim whether client and candidate speak the same format, so that the answer goes back as it came
/// @param filter   undoes on the answer what was done to the request; null when verbatim
/// @param asked    the model name that the answer bears, or null for the provider's
/// @param written  top-level fields that we put there, not the client, and that the model may refuse
record PreparedRequest(Candidate candidate, UpstreamRequest request, boolean verbatim, AnswerFilter filter, String asked, Losses losses,
        List<String> written) {}
