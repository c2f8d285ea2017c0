/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** The laws of the layers. */
class LawsTest {

	/** From the top of the house to its ground; a room knows only the rooms below it. */
	private static final List<String> LAYERS = List.of("command", "api", "bridge", "legacy", "step", "report", "run", "plot",
		"explain", "diffusion", "curate", "train", "nn", "read", "metric", "dataset", "image", "file",
		"parameter");

	/** The rooms of the steps, likewise. */
	private static final List<String> STEPS = List.of("step.compare", "step.labelnoise", "step.crossvalidate", "step.marks",
		"step.explain", "step.segment", "step.translate", "step.synthetic", "step.generate", "step.pretrain", "step.evaluate",
		"step.classify", "step.doppler", "step.reading", "step.clip", "step.crop", "step.phantom", "step.show", "step.setup",
		"step.report", "step.prompt", "step.data");

	/** The most classes in one room. */
	private static final int ROOM = 30;

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
	void stepsKnowOnlyTheStepsBelowThem() {
		for (int i = 1; i < STEPS.size(); i++)
			check(noClasses().that().resideInAPackage("io.sonoflow." + STEPS.get(i) + "..").should()
				.dependOnClassesThat().resideInAnyPackage(packages(STEPS.subList(0, i))));
	}

	@Test
	void everyRoomIsKnownAndNoneIsCrowded() {
		final Map<String, Long> rooms = CLASSES.stream().filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals(
			"package-info")).collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
		rooms.forEach((room, classes) -> {
			assertTrue(classes <= ROOM, room + " holds " + classes + " classes");
			assertTrue(room.equals("io.sonoflow") || LAYERS.stream().anyMatch(layer -> (room + ".").startsWith("io.sonoflow." +
				layer + ".")), room + " is in no layer");
			assertTrue(!room.startsWith("io.sonoflow.step.") || STEPS.contains(room.substring("io.sonoflow.".length())), room +
				" is no room of a step");
		});
	}

	@Test
	void noCirclesBetweenPackages() {
		check(slices().matching("io.sonoflow.(**)").should().beFreeOfCycles());
	}

	@Test
	void theCoreKnowsNoUserInterface() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("parameter", "image", "dataset", "metric", "nn", "train",
			"curate", "diffusion", "explain"))).should().dependOnClassesThat().resideInAnyPackage("ij..", "java.awt..",
				"javax.swing..", "org.scijava.ui..", "org.scijava.command..", "org.scijava.widget.."));
	}

	@Test
	void onlyLegacyAndReportDrawWindows() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("command", "step", "run"))).should()
			.dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..", "ij.gui.."));
		check(noClasses().that().resideOutsideOfPackage("io.sonoflow.legacy..").should().dependOnClassesThat()
			.resideInAPackage("ij.."));
	}

	@Test
	void imageAndMetricKnowNoNetworkEngine() {
		check(noClasses().that().resideInAnyPackage(packages(List.of("image", "metric"))).should()
			.dependOnClassesThat().resideInAPackage("ai.djl.."));
	}

	@Test
	void whatAllStepsShareKnowsNoStep() {
		check(noClasses().that().resideInAPackage("io.sonoflow.step").should().dependOnClassesThat().resideInAnyPackage(packages(
			STEPS)));
	}

	@Test
	void theGroundFloorKnowsNothingOfSciJavaButTheAnnotation() {
		check(noClasses().that().resideInAPackage("io.sonoflow.parameter..").should().dependOnClassesThat(
			resideInAnyPackage("org.scijava..").and(not(type(Parameter.class).or(type(Attr.class))))));
	}
}
