package llmrouter.probe;

import java.util.List;

import llmrouter.routing.OfferedModels.Offer;

/// What an answer proves.
sealed interface ProbeVerdict {
    /// One page of a list of models.
    ///
    /// @param next the id after which the next page begins, or null
    record Listed(List<Offer> offers, String next) implements ProbeVerdict {}

    /// An answer in the format that was asked for.
    ///
    /// @param evidence what was seen, a clause
    record Answered(String evidence) implements ProbeVerdict {}

    /// Nothing is proven, except that a model which the provider does not know shows that the endpoint has read the
    /// request.
    ///
    /// @param detail  what was seen, a clause; without a secret
    /// @param waitMs  how long the provider asks to wait; -1 if it does not say
    /// @param refused the field of the request that is refused and can be left out, or null
    record Unproven(ProbeTrouble trouble, String detail, long waitMs, String refused) implements ProbeVerdict {
        Unproven(ProbeTrouble trouble, String detail) {
            this(trouble, detail, -1, null);
        }
    }
}
