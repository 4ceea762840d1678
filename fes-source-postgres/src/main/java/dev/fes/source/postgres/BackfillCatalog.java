package dev.fes.source.postgres;

import dev.fes.source.postgres.BackfillTable.Column;
import dev.fes.stage.Failure;
import dev.fes.stage.StageFailure;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server's catalog says of a table that is to be backfilled. */
final class BackfillCatalog {

  private static final int FIRST_VERSION_WITH_COLUMN_LISTS = 15;

  private static final String TREE =
      """
            WITH RECURSIVE tree AS (
              SELECT c.oid, c.relkind, c.relreplident, c.reltuples, c.relname, n.nspname, 0 AS depth
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
              UNION ALL
              SELECT c.oid, c.relkind, c.relreplident, c.reltuples, c.relname, n.nspname, t.depth + 1
              FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid JOIN pg_class c ON c.oid = i.inhrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE t.relkind = 'p')
            SELECT oid::bigint, relkind, relreplident, reltuples::bigint, relname, nspname FROM tree
            ORDER BY depth, relname""";

  private static final String KEY =
      """
            SELECT a.attname
            FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = ?::oid AND i.indisvalid AND i.indimmediate AND k.place <= i.indnkeyatts
              AND CASE ? WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END
            ORDER BY k.place""";

  private static final String COLUMNS =
      """
            WITH RECURSIVE base AS (
              SELECT a.attnum, a.attname, a.atttypid AS declared, a.atttypmod, a.atttypid AS type
              FROM pg_attribute a
              WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
                AND (a.attname = ANY (?::name[]) OR ?::name[] IS NULL AND a.attgenerated = '')
              UNION ALL
              SELECT b.attnum, b.attname, b.declared, b.atttypmod, t.typbasetype
              FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
            SELECT b.attname, format_type(b.declared, b.atttypmod), b.type::bigint, t.typcategory = 'A'
            FROM base b JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
            ORDER BY b.attnum""";

  private final Connection connection;
  private final TableName table;
  private final String publication;
  private final Database database;

  BackfillCatalog(Connection connection, TableName table, String publication, Database database) {
    this.connection = connection;
    this.table = table;
    this.publication = publication;
    this.database = database;
  }

  /** The table itself or one of its partitions. */
  private record Relation(long oid, char kind, char identity, long rows, TableName name) {}

  /** What the publication lets through; all columns where it says nothing. */
  private record Published(@Nullable Array columns, @Nullable String rowFilter) {}

  /** Whether the table is partitioned. */
  boolean isPartitioned() throws SQLException {
    return relations().getFirst().kind() == 'p';
  }

  /** The ids of the table and its partitions. */
  List<Long> oids() throws SQLException {
    return relations().stream().map(Relation::oid).toList();
  }

  /** About how many rows the table has, as the server last counted; null if it never did. */
  @Nullable Long estimate() throws SQLException {
    List<Relation> counted =
        relations().stream()
            .filter(relation -> relation.kind() == 'r' && relation.rows() >= 0)
            .toList();
    return counted.isEmpty() ? null : counted.stream().mapToLong(Relation::rows).sum();
  }

  BackfillTable describe() throws SQLException {
    List<Relation> relations = relations();
    Relation root = relations.getFirst();
    boolean partitioned = root.kind() == 'p';
    Published published = published();
    List<Column> columns = columns(root, published);
    List<String> key = key(root, partitioned, relations);
    List<String> names = columns.stream().map(Column::name).toList();
    if (!names.containsAll(key)) {
      throw refused(
          "key-not-published",
          "publication " + publication + " leaves out key columns of table " + table,
          "ALTER PUBLICATION with a column list that has " + String.join(", ", key));
    }
    return new BackfillTable(table, partitioned, columns, key, published.rowFilter());
  }

  private List<Relation> relations() throws SQLException {
    List<Relation> relations = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(TREE)) {
      query.setString(1, table.schema());
      query.setString(2, table.table());
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          relations.add(
              new Relation(
                  found.getLong(1),
                  found.getString(2).charAt(0),
                  found.getString(3).charAt(0),
                  found.getLong(4),
                  new TableName(found.getString(6), found.getString(5))));
        }
      }
    }
    if (relations.isEmpty()) {
      throw new StageFailure(Tables.missing(connection, table, database));
    }
    return relations;
  }

  /** The columns by which the log names a row that is deleted or moved. */
  private List<String> key(Relation root, boolean partitioned, List<Relation> relations)
      throws SQLException {
    if (partitioned) {
      for (Relation partition : relations) {
        if (partition.kind() == 'r' && partition.identity() == 'i') {
          throw refused(
              "replica-identity",
              "partition "
                  + partition.name()
                  + " of table "
                  + table
                  + " is told by an index of its own",
              "ALTER TABLE " + partition.name().quoted() + " REPLICA IDENTITY DEFAULT");
        }
      }
    }
    List<String> key = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(KEY)) {
      query.setLong(1, root.oid());
      query.setString(2, partitioned ? "d" : String.valueOf(root.identity()));
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          key.add(found.getString(1));
        }
      }
    }
    if (key.isEmpty()) {
      throw refused(
          "no-key",
          "table "
              + table
              + " has no primary key that is not deferrable, so its rows cannot be read"
              + " in parts and told apart",
          "ALTER TABLE "
              + table.quoted()
              + " ADD PRIMARY KEY (…), or REPLICA IDENTITY USING INDEX of a unique index");
    }
    return key;
  }

  private Published published() throws SQLException {
    boolean lists =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_COLUMN_LISTS;
    String sql =
        "SELECT "
            + (lists ? "attnames, rowfilter" : "NULL, NULL")
            + " FROM pg_publication_tables WHERE pubname = ? AND schemaname = ? AND tablename = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, publication);
      query.setString(2, table.schema());
      query.setString(3, table.table());
      try (ResultSet found = query.executeQuery()) {
        if (!found.next()) {
          throw refused(
              "table-not-published",
              "table " + table + " is not in publication " + publication,
              "ALTER PUBLICATION " + TableName.quote(publication) + " ADD TABLE " + table.quoted());
        }
        return new Published(lists ? found.getArray(1) : null, found.getString(2));
      }
    }
  }

  private List<Column> columns(Relation root, Published published) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setLong(1, root.oid());
      query.setArray(2, published.columns());
      query.setArray(3, published.columns());
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          columns.add(
              new Column(
                  found.getString(1),
                  found.getString(2),
                  (int) found.getLong(3),
                  found.getBoolean(4)));
        }
      }
    }
    return columns;
  }

  private StageFailure refused(String reason, String words, String mend) {
    return new StageFailure(
        Failure.misconfigured(reason, words + " (" + database + "); to mend it: " + mend));
  }
}
