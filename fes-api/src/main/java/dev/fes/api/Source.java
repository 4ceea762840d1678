package dev.fes.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the changes of one event stream come from. */
public sealed interface Source {

  /** JSONPath predicate over the whole change record; a match keeps the change. */
  @Nullable String filter();

  /** The operations that are published. */
  Set<Operation> operations();

  /** Database and table, or stream: two sources that say the same read the same changes. */
  List<String> identity();

  /** A table's committed changes, read from a logical replication slot. */
  @ShortName("postgres")
  record PostgresLogicalReplication(
      JdbcConnection jdbcConnection,
      String schema,
      Table table,
      @Nullable String filter,
      Set<Operation> operations)
      implements Source {

    public PostgresLogicalReplication {
      schema = schema == null ? "public" : schema;
      operations =
          operations == null ? Operation.publishedByDefault() : Operation.ordered(operations);
      check(filter, operations)
          .required("jdbcConnection", jdbcConnection, "name the database and the slot")
          .identifier("schema", schema)
          .required("table", table, "name the table")
          .orThrow();
    }

    @Override
    public List<String> identity() {
      JdbcUrl url = jdbcConnection.url();
      return List.of(
          "PostgresLogicalReplication", url.address(), url.database(), schema, table.name());
    }
  }

  /** The database, the slot, and the credentials to read it with. */
  record JdbcConnection(
      String slotName,
      String jdbcUrl,
      @Nullable DatabaseAuthenticationSecret databaseAuthentication,
      @Nullable String pluginType,
      String publicationName) {

    private static final Pattern SLOT = Pattern.compile("\\w{1,63}");

    public JdbcConnection {
      publicationName = publicationName == null ? slotName : publicationName;
      Checks checks =
          new Checks()
              .required("slotName", slotName, "name the replication slot")
              .matches(
                  "slotName",
                  slotName,
                  SLOT,
                  "is not the name of a slot: use at most 63 lower-case letters, digits and"
                      + " underscores")
              .required("jdbcUrl", jdbcUrl, "write jdbc:postgresql://HOST:5432/DATABASE?user=USER")
              .that(
                  pluginType == null || pluginType.equals("pgoutput"),
                  "pluginType",
                  "is not built: make the slot with pgoutput, and write that or leave it out");
      if (jdbcUrl != null) {
        checks.readable("jdbcUrl", () -> JdbcUrl.parse(jdbcUrl));
      }
      checks
          .identifier(
              "publicationName", Objects.equals(publicationName, slotName) ? null : publicationName)
          .orThrow();
    }

    public JdbcUrl url() {
      return JdbcUrl.parse(jdbcUrl);
    }
  }

  /** Names a Secret of the resource's own namespace and the keys of its two values. */
  record DatabaseAuthenticationSecret(String name, String userKey, String passwordKey) {

    private static final Pattern NAME =
        Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("(?=.{1,253}$)\\.?[\\w-][\\w.-]*");

    public DatabaseAuthenticationSecret {
      userKey = userKey == null ? "username" : userKey;
      passwordKey = passwordKey == null ? "password" : passwordKey;
      String noKey = "is not a key of a Secret: use letters, digits, dashes, underscores, dots";
      new Checks()
          .required("name", name, "name the Secret")
          .matches(
              "name",
              name,
              NAME,
              "is not the name of a Secret: name one of the resource's namespace")
          .matches("userKey", userKey, KEY, noKey)
          .matches("passwordKey", passwordKey, KEY, noKey)
          .orThrow();
    }
  }

  /** The table of one event stream; the id column serves telemetry only. */
  record Table(String name, String idColumn) {

    public Table {
      idColumn = idColumn == null ? "id" : idColumn;
      new Checks()
          .required("name", name, "name the table")
          .identifier("name", name)
          .identifier("idColumn", idColumn)
          .orThrow();
    }
  }

  /** The changes of a DynamoDB table, read from its stream. */
  @ShortName("dynamodb")
  record DynamoDbStreamsSubscription(
      Subscription subscription, @Nullable String filter, Set<Operation> operations)
      implements Source {

    public DynamoDbStreamsSubscription {
      operations =
          operations == null ? Operation.publishedByDefault() : Operation.ordered(operations);
      check(filter, operations)
          .required("subscription", subscription, "name the stream and the lease table")
          .orThrow();
    }

    @Override
    public List<String> identity() {
      return List.of("DynamoDbStreamsSubscription", subscription.streamArn());
    }
  }

  /**
   * The stream, the lease table that remembers how far it is read, and the role to read it with.
   */
  record Subscription(
      String streamArn,
      String leaseTableName,
      @Nullable String stsAssumeRoleArn,
      ArnResolutionMode arnResolutionMode) {

    private static final String TABLE =
        "arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\\d{12}:table/(?<table>[\\w.-]{3,255})";
    private static final Pattern STREAM = Pattern.compile(TABLE + "/stream/[\\w.:-]+");
    private static final Pattern ANY_STREAM = Pattern.compile(TABLE + "(/stream/[\\w.:-]*|/)?\\*");
    private static final Pattern LEASE_TABLE = Pattern.compile("[\\w.-]{3,255}");
    private static final Pattern ROLE =
        Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");

    public Subscription {
      arnResolutionMode = arnResolutionMode == null ? ArnResolutionMode.EXACT : arnResolutionMode;
      boolean any = streamArn != null && streamArn.endsWith("*");
      new Checks()
          .required("streamArn", streamArn, "name the table's stream")
          .matches(
              "streamArn",
              streamArn,
              any ? ANY_STREAM : STREAM,
              "is not the ARN of a stream: write"
                  + " arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL")
          .that(
              !any || arnResolutionMode == ArnResolutionMode.DYNAMIC,
              "streamArn",
              "ends in *: write the stream's label, or arnResolutionMode: DYNAMIC")
          .required("leaseTableName", leaseTableName, "name the table that remembers the position")
          .matches(
              "leaseTableName",
              leaseTableName,
              LEASE_TABLE,
              "is not the name of a table: use 3 to 255 letters, digits, dots, dashes, underscores")
          .matches(
              "stsAssumeRoleArn",
              stsAssumeRoleArn,
              ROLE,
              "is not the ARN of a role: write arn:aws:iam::ACCOUNT:role/NAME")
          .orThrow();
    }

    /** The table whose stream it is. */
    public String tableName() {
      var matcher = (streamArn.endsWith("*") ? ANY_STREAM : STREAM).matcher(streamArn);
      return matcher.matches() ? matcher.group("table") : streamArn;
    }
  }

  /** Whether the stream ARN is taken as it is, or the table's newest stream is looked up. */
  enum ArnResolutionMode {
    EXACT,
    DYNAMIC
  }

  private static Checks check(@Nullable String filter, Set<Operation> operations) {
    Checks checks =
        new Checks()
            .that(
                !operations.isEmpty(),
                "operations",
                "is empty: name at least one, or leave it out");
    return filter == null ? checks : checks.readable("filter", () -> Filter.compile(filter));
  }
}
