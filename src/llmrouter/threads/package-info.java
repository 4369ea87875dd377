/// Threads that run as long as the gateway, and what is done when one of them fails or ends. A loop of our own reports
/// a failure and goes on. A thread of the JDK that cannot be started again is watched; when it has ended, so does the
/// process, because a process that is alive and serves nothing is started again by no supervisor.
///
/// | thread                           | of    | does                              | when it fails or ends            |
/// |----------------------------------|-------|-----------------------------------|----------------------------------|
/// | `HTTP-Dispatcher`                | JDK   | accepts, waits for requests       | the process ends                 |
/// | `idle-timeout-task`              | JDK   | closes idle connections           | the process ends                 |
/// | `HttpClient-N-SelectorManager`   | JDK   | all calls of a client             | a new client takes its place     |
/// | `vital-watch`                    | ours  | looks after the three above       | goes on                          |
/// | `pace`, `client-watch`           | ours  | time limits, clients that left    | goes on                          |
/// | `ticker`                         | ours  | time limits of calls              | goes on                          |
/// | `proxy-bridge`                   | ours  | accepts calls through a proxy     | goes on                          |
/// | `model-lists`                    | ours  | reads lists of models             | goes on                          |
/// | `request-log`                    | ours  | writes the request log            | goes on, the lines are dropped   |
/// | `config-watch`, `key-file-watch` | ours  | look at the configuration         | go on                            |
/// | `jar-watch`                      | ours  | looks at the jar                  | goes on                          |
/// | `redis-keeper`                   | ours  | connects to Redis again           | goes on                          |
/// | `redis-commands`, `redis-replies`| ours  | one connection to Redis           | the keeper makes a new one       |
/// | `request-N`, `names-N`, others   | ours  | one request, one look-up          | that one fails                   |
/// | the JDK's pools of threads       | JDK   | run virtual threads, timers       | the JDK replaces their threads   |
///
/// *Invariant:* nothing here needs memory to notice that a thread has ended, and a failure of reporting ends no loop.
package llmrouter.threads;
