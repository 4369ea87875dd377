package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.List;

import llmrouter.gateway.CallFailure;
import llmrouter.http.HeaderMap;

/// Something that happened while a request was waiting.
public sealed interface UpstreamEvent {
    /// The provider's status and fields.
    record Answered(int status, HeaderMap headers) implements UpstreamEvent {}

    /// What reads from the provider's connection brought, one or a few in a row.
    record Bytes(List<ByteBuffer> buffers, int reads) implements UpstreamEvent {}

    /// The provider's body ended as it should.
    record Ended() implements UpstreamEvent {}

    record Broken(CallFailure failure) implements UpstreamEvent {}

    /// The client closed its connection.
    record ClientGone() implements UpstreamEvent {}
}
