package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.List;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.http.HeaderMap;

/// What can happen while a request's thread waits.
public sealed interface UpstreamEvent {
    /// The provider's status and header.
    record Answered(int status, HeaderMap headers) implements UpstreamEvent {}

    /// The bytes of one or more successive reads from the provider's connection.
    record Bytes(List<ByteBuffer> buffers, int reads) implements UpstreamEvent {}

    /// The provider's body ended correctly.
    record Ended() implements UpstreamEvent {}

    /// The call failed; no other event of it follows.
    record Broken(CallFailure failure) implements UpstreamEvent {}

    /// The client closed its connection.
    record ClientDisconnected() implements UpstreamEvent {}

    /// The gateway stops and waits no longer.
    record GatewayStops() implements UpstreamEvent {}
}
