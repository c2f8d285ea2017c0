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
package io.sonoflow.step.setup;

import io.sonoflow.nn.engine.EngineStore;
import io.sonoflow.nn.engine.GraphicsCard;
import io.sonoflow.nn.engine.Libtorch;

import java.util.List;
import java.util.Optional;

/**
 * Why no GPU is used, and what to do next.
 *
 * @param why the first thing that stands in the way
 * @param next what to do
 */
record GpuAdvice(String why, String next) {

	private static final String ENGINE = "run \"Install Engine...\" with flavour=cu128, then start again";

	/**
	 * What is seen of this computer.
	 *
	 * @param gpus that PyTorch can use
	 * @param cuda whether the PyTorch in use is one with CUDA
	 * @param chosen whether the user chose that PyTorch, by PYTORCH_LIBRARY_PATH
	 * @param waiting whether another one with CUDA is installed, and used from the next start on
	 * @param cards as the driver tells of them
	 * @param driver whether there is something of a driver, though nvidia-smi may not be found
	 * @param visible the environment variable CUDA_VISIBLE_DEVICES; null = not set
	 * @param mac whether this is an Apple computer
	 */
	record Seen(int gpus, boolean cuda, boolean chosen, boolean waiting, List<GraphicsCard> cards, boolean driver, String visible,
		boolean mac)
	{
	}

	/** @param library as {@link io.sonoflow.nn.Devices#library()} */
	static Seen look(final int gpus, final boolean cuda, final String library) {
		final boolean waiting = !cuda && EngineStore.installed().filter(engine -> engine.flavour().equals(Libtorch.CUDA)).isPresent();
		return new Seen(gpus, cuda, library.startsWith("PYTORCH_LIBRARY_PATH"), waiting, GraphicsCard.list(), GraphicsCard.isSeen(),
			System.getenv("CUDA_VISIBLE_DEVICES"), System.getProperty("os.name").startsWith("Mac"));
	}

	/** {@return what to tell; empty = PyTorch can use a GPU} */
	static Optional<GpuAdvice> of(final Seen seen) {
		if (seen.gpus > 0) return Optional.empty();
		if (seen.mac) return Optional.of(new GpuAdvice("an Apple computer's GPU is used only if asked for", "device=mps"));
		if (seen.cards.isEmpty() && !seen.driver) return Optional.of(new GpuAdvice(
			"nvidia-smi is not found: there is no NVIDIA GPU, or no driver",
				"nothing, without such a GPU; else install NVIDIA's driver, " +
				"of a version that has CUDA 12"));
		final List<Optional<String>> obstacles = seen.cards.stream().map(GraphicsCard::obstacle).toList();
		if (!obstacles.isEmpty() && obstacles.stream().allMatch(Optional::isPresent)) {
			final String obstacle = obstacles.get(0).get();
			final int end = obstacle.lastIndexOf(". ");
			return Optional.of(new GpuAdvice(obstacle.substring(0, end), obstacle.substring(end + 2)));
		}
		if (!seen.cuda) return Optional.of(new GpuAdvice("the PyTorch in use is the one for CPUs", seen.chosen
			? "point PYTORCH_LIBRARY_PATH to one with CUDA, or take it away and " + ENGINE : seen.waiting
				? "start again: one with CUDA is installed" : ENGINE));
		if (seen.visible != null) return Optional.of(new GpuAdvice("CUDA_VISIBLE_DEVICES=" + seen.visible + " hides the GPUs",
			"take that environment variable away, or give it the card's number"));
		return Optional.of(new GpuAdvice("PyTorch has CUDA, but sees no GPU",
			"look with nvidia-smi whether the driver works and the " +
			"card is free; restart the computer after the driver was updated"));
	}
}
