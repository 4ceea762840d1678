package dev.fes.controller.crd;

import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.fes.controller.crd.Crd.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The rules of a schema ({@code x-kubernetes-validations}), compiled against its types as an API
 * server does: a rule that names an unknown field, or compares what cannot be, fails here.
 */
final class CrdRules {

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().addLibraries(CelExtensions.strings()).build();

  private record Compiled(JsonNode rule, CelRuntime.Program program) {}

  private final JsonNode root;
  private final Map<JsonNode, List<Compiled>> rules = new IdentityHashMap<>();

  CrdRules(JsonNode root) {
    this.root = root;
    compile(root);
  }

  /** The rules that the manifest breaks. */
  List<Refusal> broken(JsonNode manifest) {
    List<Refusal> broken = new ArrayList<>();
    check(root, manifest, "", broken);
    return broken;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<Refusal> broken) {
    for (Compiled compiled : rules.getOrDefault(schema, List.of())) {
      if (!holds(compiled, value(schema, value))) {
        broken.add(
            new Refusal(
                path + compiled.rule().path("fieldPath").asString(""),
                compiled.rule().get("message").asString()));
      }
    }
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              if (value.hasNonNull(name)) {
                check(property, value.get(name), path.isEmpty() ? name : path + "." + name, broken);
              }
            });
    for (int i = 0; schema.has("items") && i < value.size(); i++) {
      check(schema.get("items"), value.get(i), path + "[" + i + "]", broken);
    }
  }

  private static boolean holds(Compiled compiled, Object self) {
    try {
      return (boolean) compiled.program().eval(Map.of("self", self));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException(compiled.rule().get("rule").asString(), e);
    }
  }

  /** A null is absent to a rule, and so is what the schema does not know. */
  private static Object value(JsonNode schema, JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new HashMap<>();
      schema
          .path("properties")
          .forEachEntry(
              (name, property) -> {
                if (node.hasNonNull(name)) {
                  fields.put(name, value(property, node.get(name)));
                }
              });
      return fields;
    }
    if (node.isArray()) {
      return node.valueStream().map(element -> value(schema.get("items"), element)).toList();
    }
    return node.isNumber() ? node.longValue() : node.asString();
  }

  private void compile(JsonNode schema) {
    if (schema.has("x-kubernetes-validations")) {
      CelCompiler compiler = compiler(SchemaTypes.of(schema));
      rules.put(
          schema,
          schema
              .get("x-kubernetes-validations")
              .valueStream()
              .map(rule -> new Compiled(rule, program(compiler, rule.get("rule").asString())))
              .toList());
    }
    schema.path("properties").forEach(this::compile);
    if (schema.has("items")) {
      compile(schema.get("items"));
    }
  }

  private static CelCompiler compiler(SchemaTypes types) {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelExtensions.strings())
        .setTypeProvider(types)
        .addVar("self", types.self())
        .build();
  }

  private static CelRuntime.Program program(CelCompiler compiler, String rule) {
    try {
      return RUNTIME.createProgram(compiler.compile(rule).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the rule " + rule + ": " + e.getMessage(), e);
    }
  }
}
