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
package io.sonoflow.step.compare;

import io.sonoflow.SonoflowException;
import io.sonoflow.step.compare.ComparedArm.Item;
import io.sonoflow.step.compare.ComparedArm.Key;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether arms may be compared: paired differences mean nothing unless the same images were tested alike. */
final class ComparedArms {

	/** What arms may differ in without a word: what is compared, where it went, and what changes no result. */
	private static final Set<String> FREE = Set.of("input", "weights", "prefix", "output", "overwrite", "shard", "device",
		"positive", "alternate", "leakage", "test", "extra");

	private final List<ComparedArm> arms;
	private final Function<Item, String> identity;

	/** @throws SonoflowException.Input naming the first thing that the arms do not have in common */
	ComparedArms(final List<ComparedArm> arms) {
		this.arms = arms;
		final ComparedArm first = arms.get(0);
		for (final ComparedArm arm : arms.subList(1, arms.size())) {
			same(first, arm, "class labels", first.classes(), arm.classes());
			same(first, arm, "positive label", first.positive(), arm.positive());
			same(first, arm, "number of folds", first.folds(), arm.folds());
			same(first, arm, "seeds and folds", first.parts().keySet(), arm.parts().keySet());
		}
		// In one place a path says more than a file's name; where data sets lie in several, only the name stays.
		final boolean oneFolder = arms.stream().allMatch(arm -> names(arm, Item::image).equals(names(first, Item::image)));
		this.identity = oneFolder ? Item::image : Item::identity;
		arms.forEach(this::checkUnique);
		arms.forEach(this::checkImages);
	}

	private static void same(final ComparedArm first, final ComparedArm other, final String what, final Object a,
		final Object b)
	{
		if (!a.equals(b)) throw new SonoflowException.Input("The cross-validations \"" + first.name() + "\" and \"" + other
			.name() + "\" differ in their " + what + ": " + a + " and " + b +
			". Differences are taken training by training; cross-validate both on the same divisions.");
	}

	private static Set<String> names(final ComparedArm arm, final Function<Item, String> name) {
		return arm.parts().values().stream().flatMap(List::stream).map(name).collect(Collectors.toSet());
	}

	private void checkUnique(final ComparedArm arm) {
		arm.parts().forEach((key, items) -> {
			final Set<String> seen = new HashSet<>();
			for (final Item item : items)
				if (!seen.add(identity.apply(item))) throw new SonoflowException.Input("In \"" + arm.name() + "\" (" + key +
					") two images are both named " + identity.apply(item) +
					". Images of different folders are recognised by file name and patient, so each needs a name of its own.");
		});
	}

	private void checkImages(final ComparedArm arm) {
		final ComparedArm first = arms.get(0);
		for (final Key key : first.parts().keySet()) {
			final Set<String> expected = tested(first, key);
			final Set<String> found = tested(arm, key);
			if (expected.equals(found)) continue;
			final Set<String> missing = new TreeSet<>(expected);
			missing.removeAll(found);
			final Set<String> extra = new TreeSet<>(found);
			extra.removeAll(expected);
			throw new SonoflowException.Input("The cross-validations \"" + first.name() + "\" and \"" + arm.name() +
				"\" tested different images at " + key + ": " + (missing.isEmpty() ? extra.iterator().next() + " only in \"" +
					arm.name() : missing.iterator().next() + " only in \"" + first.name()) +
				"\". Cross-validate both on the same images (with labels dropped, not images removed).");
		}
	}

	private Set<String> tested(final ComparedArm arm, final Key key) {
		return arm.parts().get(key).stream().map(identity).collect(Collectors.toSet());
	}

	/** {@return in what the trainings differ apart from what is compared, as sentences} */
	List<String> warnings() {
		final List<String> warnings = new ArrayList<>();
		for (final ComparedArm arm : arms)
			if (arm.isForeign()) warnings.add(arm.name() + " was predicted elsewhere: how it was trained, and whether on none of the " +
				"images that it is tested on, is not known here. Its predictions are the same in every seed unless its table names seed " +
				"and fold.");
		final List<ComparedArm> own = own();
		if (own.stream().anyMatch(arm -> arm.steps().isEmpty())) warnings.add("The number of training steps of " + own
			.stream().filter(arm -> arm.steps().isEmpty()).map(ComparedArm::name).collect(Collectors.joining(", ")) +
			" is not recorded, so it is not known whether all were trained equally long.");
		else if (differs(ComparedArm::steps)) warnings.add("The number of training steps differs (" + list(
			ComparedArm::steps) + "): a difference may come from longer training. Give all the same steps.");
		for (final ComparedArm arm : arms)
			arms.stream().filter(other -> other.input().equals(arm.input()) && !other.inputHash().equals(arm.inputHash()))
				.findFirst().filter(other -> arms.indexOf(other) < arms.indexOf(arm)).ifPresent(other -> warnings.add("The files of " +
					arm.input() + " changed between the cross-validations \"" + other.name() + "\" and \"" + arm.name() +
					"\": a difference may come from that. Run the older one again."));
		final Set<String> keys = new TreeSet<>();
		own.forEach(arm -> keys.addAll(arm.run().keys()));
		keys.removeAll(FREE);
		if (own.stream().allMatch(arm -> !arm.parameter("steps").equals("0"))) keys.remove("epochs");
		for (final String key : keys)
			if (differs(arm -> arm.parameter(key))) warnings.add("The parameter " + key + " differs (" + list(arm -> arm
				.parameter(key)) + "): a difference may come from it.");
		return warnings;
	}

	/** {@return the cross-validations} */
	private List<ComparedArm> own() {
		return arms.stream().filter(arm -> !arm.isForeign()).toList();
	}

	private boolean differs(final Function<ComparedArm, String> value) {
		return own().stream().map(value).distinct().count() > 1;
	}

	private String list(final Function<ComparedArm, String> value) {
		return own().stream().map(arm -> arm.name() + ": " + value.apply(arm)).collect(Collectors.joining(", "));
	}

	/**
	 * @param column the label of an image in a further column; null = none
	 * @return that label of each image, from all arms that have the column
	 * @throws SonoflowException.Input if two say different things of an image
	 */
	Map<String, String> labels(final String name, final Function<Item, String> column) {
		final Map<String, String> labels = new HashMap<>();
		for (final ComparedArm arm : arms)
			arm.parts().values().stream().flatMap(List::stream).filter(item -> column.apply(item) != null).forEach(item -> {
				final String before = labels.putIfAbsent(identity.apply(item), column.apply(item));
				if (before != null && !before.equals(column.apply(item))) throw new SonoflowException.Input("The " + name +
					" label of " + identity.apply(item) + " is \"" + column.apply(item) + "\" in \"" + arm.name() + "\" but \"" +
					before + "\" in another input. Compare cross-validations of one data set and its cleaned versions.");
			});
		return labels;
	}

	/** {@return whether sites were left out, not parts of the patients} */
	boolean bySite() {
		return own().stream().anyMatch(ComparedArm::bySite);
	}

	/** {@return the image's name that is the same in all arms} */
	String name(final Item item) {
		return identity.apply(item);
	}

	List<ComparedArm> list() {
		return arms;
	}
}
