package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.List;

import llmrouter.gateway.CallFailure;
import llmrouter.protocol.HeaderMap;

/// Something that happened while a request was waiting.
public sealed interface Signal {
    /// The provider's status and fields.
    record Answered(int status, HeaderMap headers) implements Signal {}

    /// What reads from the provider's connection brought, one or a few in a row.
    record Bytes(List<ByteBuffer> buffers, int reads) implements Signal {}

    /// The provider's body ended as it should.
    record Ended() implements Signal {}

    record Broken(CallFailure failure) implements Signal {}

    /// The client closed its connection.
    record ClientGone() implements Signal {}
}
