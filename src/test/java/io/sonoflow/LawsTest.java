package io.sonoflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;

import org.junit.jupiter.api.Test;

/** The laws of the layers. */
class LawsTest {

	/** From the top of the house to its ground; a room knows only the rooms below it. */
	private static final List<String> LAYERS = List.of("command", "legacy", "step", "report", "explain", "diffusion",
		"train", "nn", "metric", "dataset", "image");

	private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(
		new ImportOption.DoNotIncludeTests()).importPackages("io.sonoflow");

	private static String[] packages(final List<String> layers) {
		return layers.stream().map(layer -> "io.sonoflow." + layer + "..").toArray(String[]::new);
	}

	private static void check(final ArchRule rule) {
		rule.allowEmptyShould(true).check(CLASSES);
	}

	@Test
	void arrowsOnlyPointDown() {
		for (int i = 1; i < LAYERS.size(); i++)
			check(noClasses().that().resideInAPackage("io.sonoflow." + LAYERS.get(i) + "..").should()
				.dependOnClassesThat().resideInAnyPackage(packages(LAYERS.subList(0, i))));
		check(noClasses().that().resideInAPackage("io.sonoflow").should().dependOnClassesThat().resideInAnyPackage(
			packages(LAYERS)));
	}

	@Test
	void noCirclesBetweenPackages() {
		check(slices().matching("io.sonoflow.(**)").should().beFreeOfCycles());
	}

	@Test
	void theCoreKnowsNoUserInterface() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("image", "dataset", "metric", "nn", "train",
			"diffusion", "explain"))).should().dependOnClassesThat().resideInAnyPackage("ij..", "java.awt..",
				"javax.swing..", "org.scijava.ui..", "org.scijava.command..", "org.scijava.widget.."));
	}

	@Test
	void onlyLegacyAndReportDrawWindows() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("command", "step"))).should()
			.dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..", "ij.gui.."));
		check(noClasses().that().resideOutsideOfPackage("io.sonoflow.legacy..").should().dependOnClassesThat()
			.resideInAPackage("ij.."));
	}

	@Test
	void imageAndMetricKnowNoNetworkEngine() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("image", "metric"))).should()
			.dependOnClassesThat().resideInAPackage("ai.djl.."));
	}
}
