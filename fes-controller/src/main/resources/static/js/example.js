// A manifest to begin with, and a row of its table.

export const EXAMPLE = `apiVersion: zalando.org/v1
kind: FabricEventStream
metadata:
  name: my-application
spec:
  applicationId: my-application
  eventStreams:
    - source:
        type: PostgresLogicalReplication
        jdbcConnection:
          slotName: fes
          jdbcUrl: "jdbc:postgresql://db.example:5432/orders?user=fes"
        table:
          name: my_events_outbox
      flow:
        type: PostgresWalToGenericNakadiEvent
        payloadColumn: "my_event_payload"
      sink:
        type: Nakadi
        eventType: "my-important-business-events"
`;

export const RECORDS = `[
  {"id": 1, "my_event_payload": "{\\"order\\": 7}"}
]
`;
