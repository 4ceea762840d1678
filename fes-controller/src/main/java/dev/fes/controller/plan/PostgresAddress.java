package dev.fes.controller.plan;

import dev.fes.api.Source.JdbcConnection;
import java.util.List;
import java.util.Map;

/** Where a jdbcUrl points: the part of it that identifies a database. */
record PostgresAddress(List<String> hosts, int port, String database, Map<String, String> parameters) {

    static PostgresAddress of(JdbcConnection connection) {
        throw new UnsupportedOperationException();
    }

    String server() {
        return String.join(",", hosts) + ":" + port;
    }
}
