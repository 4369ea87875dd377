package llmrouter.probe;

import llmrouter.http.HeaderMap;

/// What came back for one request.
///
/// @param status  of HTTP; 0 if nothing came
/// @param body    as text, possibly cut
/// @param failure why the answer is not complete, a clause; null if it is
/// @param reached whether the provider may have seen the request; false for a name that is unknown, for a connection
///                that was refused and the like
record RawAnswer(int status, HeaderMap headers, String body, String failure, boolean reached) {
    static RawAnswer of(int status, HeaderMap headers, String body) {
        return new RawAnswer(status, headers, body, null, true);
    }
}
