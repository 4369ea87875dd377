package llmrouter.server;

import llmrouter.memory.Shortages;
import llmrouter.metrics.Meters;
import llmrouter.server.connections.ClientWatch;
import llmrouter.server.log.RequestLog;
import llmrouter.state.StateStore;
import llmrouter.state.answers.AnswerMemory;
import llmrouter.upstream.Upstream;

/// What all requests of a gateway share. Each part is thread-safe.
record SharedServices(Upstream upstream, StateStore state, AnswerMemory answers, ClientWatch watch, Lifecycle lifecycle,
        RequestLog log, Meters meters, Shortages shortages) {}
