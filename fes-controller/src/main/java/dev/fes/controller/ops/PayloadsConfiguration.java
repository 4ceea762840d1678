package dev.fes.controller.ops;

import dev.fes.controller.deploy.FlowRun;
import dev.fes.controller.letters.CapturedChanges;
import dev.fes.controller.letters.DeadLetters;
import dev.fes.controller.letters.LetterBox;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.preview.Preview;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints that show what events hold, and those of manifests that are not applied. */
@Configuration(proxyBeanMethods = false)
public class PayloadsConfiguration {

  @Bean(initMethod = "start")
  DeadLetters deadLetters(Installation installation, Reconciler reconciler, Leadership leadership) {
    return new DeadLetters(
        installation,
        () -> reconciler.plans().stream().flatMap(LetterBox::all).toList(),
        leadership);
  }

  @Bean
  DeadLettersController deadLettersController(
      Reconciler reconciler, Leadership leadership, DeadLetters letters, Guard guard) {
    return new DeadLettersController(guard, new LetterBoxes(reconciler::plan, leadership), letters);
  }

  @Bean
  ValidateController validateController(Reconciler reconciler) {
    return new ValidateController(reconciler::wouldPlan);
  }

  @Bean
  PreviewController previewController(Installation installation, Guard guard) {
    return new PreviewController(
        guard,
        StreamPlanner.of(installation),
        new CapturedChanges(installation)::last,
        new Preview(new FlowRun(installation, System.getenv())),
        installation.inCluster());
  }
}
