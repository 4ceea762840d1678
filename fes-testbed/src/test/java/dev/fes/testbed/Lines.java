package dev.fes.testbed;

import dev.fes.testbed.Line.Conversion;
import dev.fes.testbed.Line.Mercy;
import dev.fes.testbed.Line.Order;
import dev.fes.testbed.Line.Origin;
import dev.fes.testbed.Line.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The lines of the matrices. A new kind of stage is a line here. */
final class Lines {

  private static final List<Line> POSTGRES =
      List.of(
          line("p-nakadi", Target.NAKADI, Order.TOTAL, Mercy.NONE),
          line("p-fifo", Target.SQS_FIFO, Order.TOTAL, Mercy.LETTER_TO_NAKADI),
          line("p-standard", Target.SQS_STANDARD, Order.TOTAL, Mercy.IGNORE),
          line("p-nakadi-keyed", Target.NAKADI, Order.BY_KEY, Mercy.LETTER_TO_QUEUE));

  private static final Line LAMBDA =
      new Line(
          "d-lambda-fifo",
          Origin.DYNAMODB,
          Conversion.LAMBDA,
          Target.SQS_FIFO,
          Order.BY_KEY,
          Mercy.NONE);

  private static final List<Line> FURTHER =
      List.of(
          new Line(
              "d-nakadi-keyed",
              Origin.DYNAMODB,
              Conversion.GENERIC_OF_ITEM,
              Target.NAKADI,
              Order.BY_KEY,
              Mercy.LETTER_TO_QUEUE),
          new Line(
              "p-lambda-fifo",
              Origin.POSTGRES,
              Conversion.LAMBDA,
              Target.SQS_FIFO,
              Order.TOTAL,
              Mercy.LETTER_TO_NAKADI));

  private Lines() {}

  /** Source, flow, both sinks, and a dead-letter sink, in as few processes as that takes. */
  static List<Line> few() {
    return POSTGRES.subList(0, 2);
  }

  /** Every kind of stage at least once. */
  static List<Line> many() {
    return Stream.of(POSTGRES, List.of(LAMBDA), FURTHER).flatMap(List::stream).toList();
  }

  /** Each sink in each order under one recovery. */
  static List<Line> under(Mercy recovery) {
    List<Line> lines = new ArrayList<>();
    for (Target sink : Target.values()) {
      for (Order order : Order.values()) {
        String name =
            "%c%d-%s%s"
                .formatted(
                    Character.toLowerCase(recovery.name().charAt(0)),
                    recovery.ordinal(),
                    sink.title,
                    order == Order.BY_KEY ? "-keyed" : "");
        lines.add(line(name, sink, order, recovery));
      }
    }
    return lines;
  }

  static List<Line> from(Origin origin, List<Line> lines) {
    return lines.stream().filter(line -> line.origin() == origin).toList();
  }

  static List<Origin> origins(List<Line> lines) {
    return Arrays.stream(Origin.values()).filter(one -> !from(one, lines).isEmpty()).toList();
  }

  private static Line line(String name, Target sink, Order order, Mercy recovery) {
    return new Line(name, Origin.POSTGRES, Conversion.GENERIC_OF_ROW, sink, order, recovery);
  }
}
