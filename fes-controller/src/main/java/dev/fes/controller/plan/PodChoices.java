package dev.fes.controller.plan;

import dev.fes.api.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a resource's annotations choose for the pods of its stages; absent is the installation's.
 */
public record PodChoices(
    @Nullable String cpu, @Nullable String memory, @Nullable String serviceAccount) {

  private static final String CPU = "fes.zalando.org/FES_CPU";
  private static final String MEMORY = "fes.zalando.org/FES_MEMORY";
  private static final String SERVICE_ACCOUNT = "fes.zalando.org/service-account";

  private static final BigDecimal LEAST_MEMORY = BigDecimal.valueOf(64L << 20);
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(?=.{1,32}$)(?=[^eE]*[1-9])(?<number>[0-9]{1,12}(\\.[0-9]{0,9})?)(?<unit>[KMGTPE]i|[numkMGTPE]|[eE][0-9]{1,2})?");

  /** Units by the power of a thousand, from the billionth on. */
  private static final String THOUSANDS = "num kMGTPE";

  public static PodChoices of(Map<String, String> annotations) {
    return new PodChoices(
        annotations.get(CPU), annotations.get(MEMORY), annotations.get(SERVICE_ACCOUNT));
  }

  /** What {@link #of} reads. */
  public Map<String, String> annotations() {
    Map<String, String> annotations = new TreeMap<>();
    putPresent(annotations, CPU, cpu);
    putPresent(annotations, MEMORY, memory);
    putPresent(annotations, SERVICE_ACCOUNT, serviceAccount);
    return annotations;
  }

  /** Whether pods can be made with these here. */
  public boolean isUsable(Kubernetes kubernetes) {
    return faults().isEmpty() && denied(kubernetes).isEmpty();
  }

  /** What is wrong whatever the installation allows. */
  List<Finding> faults() {
    List<Finding> findings = new ArrayList<>();
    checkQuantity(findings, CPU, cpu, "500m");
    checkQuantity(findings, MEMORY, memory, "512Mi");
    if (findings.isEmpty() && cpu != null && cpu.endsWith("i")) {
      findings.add(new Finding(path(CPU), "has a unit of memory: write cores, such as 500m or 2"));
    }
    if (findings.isEmpty() && memory != null && isLittle(memory)) {
      findings.add(
          new Finding(
              path(MEMORY), "is too little for any stage: write bytes with a unit, such as 512Mi"));
    }
    return findings;
  }

  /** What this installation does not allow. */
  List<Finding> denied(Kubernetes kubernetes) {
    return !kubernetes.enabled() || serviceAccount == null || kubernetes.allows(serviceAccount)
        ? List.of()
        : List.of(
            new Finding(
                path(SERVICE_ACCOUNT),
                "is not allowed by this installation: leave it out, or have"
                    + " fes.kubernetes.allowed-service-accounts list it"));
  }

  private static boolean isLittle(String memory) {
    Matcher quantity = QUANTITY.matcher(memory);
    return !quantity.matches() || amount(quantity).compareTo(LEAST_MEMORY) < 0;
  }

  private static BigDecimal amount(Matcher quantity) {
    BigDecimal number = new BigDecimal(quantity.group("number"));
    String unit = Objects.requireNonNullElse(quantity.group("unit"), " ");
    if (unit.endsWith("i")) {
      return number.multiply(BigDecimal.valueOf(1L << 10 * (1 + "KMGTPE".indexOf(unit.charAt(0)))));
    }
    return number.scaleByPowerOfTen(
        unit.length() > 1
            ? Integer.parseInt(unit.substring(1))
            : 3 * (THOUSANDS.indexOf(unit) - THOUSANDS.indexOf(' ')));
  }

  /** A number above zero with or without a unit. */
  static boolean isQuantity(String text) {
    return QUANTITY.matcher(text).matches();
  }

  private static void checkQuantity(
      List<Finding> findings, String annotation, @Nullable String value, String example) {
    if (value != null && !isQuantity(value)) {
      findings.add(
          new Finding(
              path(annotation),
              "is not a quantity: write one as Kubernetes does, such as " + example));
    }
  }

  private static void putPresent(
      Map<String, String> annotations, String name, @Nullable String value) {
    if (value != null) {
      annotations.put(name, value);
    }
  }

  private static String path(String annotation) {
    return "metadata.annotations[" + annotation + "]";
  }
}
