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
package io.sonoflow.image.augment;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.marker.MarkerType;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which augmentation: a preset, and what is to differ from it. */
public class AugmentationKinds extends Parameters {

	/** The dotted line between two pluses, which is no type of its own. */
	private static final String CALIPER = "caliper";

	private static final double MARKS = 0.3;
	private static final double STRONG = 0.8;

	@Parameter(label = "Augment", description = "What happens to training images: published = cuts at the sides, flip, shift " +
		"and marks (circle, plus, caliper); thesis = flip, rotations by up to 15 degrees, shift, greys by up to 0.2, marks of all " +
		"kinds; strong = published with probabilities of 0.8; none = nothing. The keys below set what they name, never the size.",
		choices = { "published", "thesis", "strong", "none" }, attrs = @Attr(name = Key.SINCE, value = "published"))
	public String augment = "published";

	@Parameter(label = "Kinds", description = "Kinds of marks, separated by commas: circle, plus, caliper (a dotted line between " +
		"two pluses), dot, long-dash, small-dash, side-bars; each drawn as circles are, 0 to 4 of them. Empty = those of augment.",
		attrs = { @Attr(name = Key.LIST), @Attr(name = Key.SINCE, value = "") })
	public String kinds = "";

	@Parameter(label = "Rotation", description = "Degrees at most, 0 to 180, by which every second image is turned; 0 = as " +
		"augment says.", min = "0", max = "180", attrs = @Attr(name = Key.SINCE, value = "0"))
	public double rotation = 0;

	@Parameter(label = "Jitter", description = "Share at most, 0 to 1, by which contrast and brightness of every second image " +
		"are changed; 0 = as augment says.", min = "0", max = "1", attrs = @Attr(name = Key.SINCE, value = "0"))
	public double jitter = 0;

	/** {@return the names that {@link #kinds} takes} */
	public static List<String> names() {
		return Stream.concat(Arrays.stream(MarkerType.values()).map(MarkerType::key), Stream.of(CALIPER)).toList();
	}

	@Override
	protected void checkTogether() {
		final List<String> unknown = Lists.texts(kinds).stream().filter(kind -> !names().contains(kind)).toList();
		if (!unknown.isEmpty() && !kinds.isBlank()) throw new SonoflowException.Input("kinds=" + kinds + ": there are no marks \"" +
			String.join("\", \"", unknown) + "\". Allowed: " + String.join(", ", names()) + ", separated by commas.");
	}

	/**
	 * @param markers factor of the probabilities of marks, at least 0
	 * @return what was chosen
	 */
	public Augmentation augmentation(final double markers) {
		Augmentation result = switch (augment) {
			case "thesis" -> Augmentation.thesis();
			case "strong" -> Augmentation.strong();
			case "none" -> Augmentation.none();
			default -> Augmentation.published();
		};
		if (!kinds.isBlank()) {
			final List<String> wanted = Lists.texts(kinds);
			result = result.withKinds(augment.equals("strong") ? STRONG : MARKS, types(wanted), wanted.contains(CALIPER));
		}
		if (rotation > 0) result = result.withRotationUpTo(rotation);
		if (jitter > 0) result = result.withJitterUpTo(jitter);
		return result.withMarkers(markers);
	}

	private static Set<MarkerType> types(final List<String> names) {
		return Arrays.stream(MarkerType.values()).filter(type -> names.contains(type.key())).collect(Collectors.toCollection(
			() -> EnumSet.noneOf(MarkerType.class)));
	}

	/** {@return whether all is as it was before there was a choice} */
	public boolean isPublished() {
		return keys().stream().allMatch(key -> key.get(this).equals(key.initial()));
	}
}
