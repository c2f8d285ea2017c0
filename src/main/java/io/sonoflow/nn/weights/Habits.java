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
package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.Places.Place;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of two networks in a file the field takes, by what frameworks call them and what their own evaluation loads.
 * <ul>
 * <li>averages: improved-diffusion's README (sample from {@code ema_*.pt}), denoising-diffusion-pytorch (samples from
 * {@code ema.ema_model}), latent-diffusion ({@code ema_scope}), timm ({@code load_state_dict(use_ema=True)}); but MMEngine
 * (known by its {@code message_hub}) swaps both before it saves ({@code EMAHook});
 * <li>DINO and iBOT: {@code eval_linear.py}, {@code --checkpoint_key teacher}, of two networks of one kind only: a student
 * that was distilled from a larger teacher is another matter;
 * <li>MoCo: {@code main_lincls.py} keeps {@code module.encoder_q}; MoCo v3: {@code module.base_encoder};
 * <li>BYOL: the online network is kept (Grill et al., NeurIPS 2020, section 3.1), byol-pytorch likewise; lightly and
 * solo-learn: {@code backbone}, not its momentum copy;
 * <li>I-JEPA: the target encoder is evaluated (Assran et al., CVPR 2023, appendix A), beside {@code encoder}.
 * </ul>
 */
final class Habits {

	private static final Pattern LOSS = part("loss|criterion|criteria|metrics?|perceptual|lpips|fid|optim|optimizer|fisher|disc" +
		"|discriminator");
	private static final Pattern AVERAGE = part("ema|swa|averaged?|avg|shadow|polyak");
	private static final Pattern TEACHER = part("teacher");
	private static final Pattern STUDENT = part("student");
	private static final Pattern ONLINE = part("online|q|query|base");
	private static final Pattern MOMENTUM = part("target|k|key|momentum|mom|m");
	private static final Pattern TARGET = part("target");

	private Habits() {
	}

	/** {@return for components that have one of these words, set off by underscores} */
	private static Pattern part(final String words) {
		return Pattern.compile("(?i)(?:.*_)?(?:" + words + ")(?:_.*|fn|\\d+)?");
	}

	/** {@return why the first is taken and not the second; null if nothing says so} */
	static String prefers(final StateDict file, final Place first, final Place second) {
		final boolean swapped = swapped(file);
		final List<String> a = difference(first.way(), second.way());
		final List<String> b = difference(second.way(), first.way());
		if (!has(a, LOSS) && has(b, LOSS)) return "the other belongs to a loss, a metric or an optimiser";
		if (has(a, LOSS) != has(b, LOSS)) return null;
		if (has(a, AVERAGE) != has(b, AVERAGE)) {
			if (swapped) return has(b, AVERAGE) ? "MMEngine saves the averaged weights as state_dict, and the raw ones where " +
				"the average was" : null;
			return has(a, AVERAGE) ? "averaged weights are what a finished training is judged by" : null;
		}
		if (has(a, TEACHER) && has(b, STUDENT)) return first.architecture().isLike(second.architecture())
			? "DINO and its kin evaluate the teacher" : null;
		if (has(b, TARGET) && !has(a, TARGET) && a.size() == 1 && b.size() == 1 && a.get(0).equalsIgnoreCase("encoder"))
			return null;
		if (has(a, TARGET) && b.size() == 1 && b.get(0).equalsIgnoreCase("encoder")) return first.architecture()
			.isTransformer() ? "I-JEPA evaluates the target encoder" : null;
		if (has(a, MOMENTUM)) return null;
		if (has(b, MOMENTUM)) return "contrastive methods (MoCo, BYOL) keep the network that was trained, not its slow copy";
		return has(a, ONLINE) && b.isEmpty() ? "byol-pytorch saves the online network a second time" : null;
	}

	private static boolean swapped(final StateDict file) {
		return file.items().stream().anyMatch(item -> "message_hub".equals(item.path().get(0)));
	}

	/** {@return whether every tensor of the one is that of the other, saved once} */
	static boolean sameTensors(final Place first, final Place second) {
		return first.tensors().keySet().equals(second.tensors().keySet()) && first.tensors().entrySet().stream().allMatch(
			entry -> entry.getValue().isSame(second.tensors().get(entry.getKey())));
	}

	private static boolean has(final List<String> way, final Pattern pattern) {
		return way.stream().anyMatch(part -> pattern.matcher(part).matches());
	}

	/** {@return what is left of the first way without what both begin and end with} */
	private static List<String> difference(final List<String> way, final List<String> other) {
		int from = 0;
		while (from < Math.min(way.size(), other.size()) && way.get(from).equals(other.get(from)))
			from++;
		int end = 0;
		while (end < Math.min(way.size(), other.size()) - from && way.get(way.size() - 1 - end).equals(other.get(other
			.size() - 1 - end)))
			end++;
		return way.subList(from, way.size() - end);
	}
}
