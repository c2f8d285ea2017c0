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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.curate.copy.LeakSearch;
import io.sonoflow.curate.copy.Leaks;
import io.sonoflow.curate.copy.PerceptualHash;
import io.sonoflow.run.PartStore;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.List;

/**
 * The copies that a search found, by numbers of samples, without names: the search takes as long as a training or longer,
 * and shards and resumes need it, too. They depend on nothing but the data set and the way of searching, and so does the key
 * of the part: other images are searched anew, other settings of the training are not.
 *
 * @param pairs the most alike first
 */
record LeakPart(List<Leaks.Pair> pairs) {

	/** The name of the part. */
	static final String NAME = "leaks";

	/** To be counted up whenever {@link LeakSearch} may find other pairs in the same images than before. */
	static final int SEARCH = 1;

	/** {@return the parts in a run's folder} */
	static PartStore<LeakPart> store(final Path run) {
		return new PartStore<>(run, "parts", LeakPart.class);
	}

	/**
	 * {@return what the search finds, or found before in this folder; processes that ask at once wait for the first one}
	 *
	 * @param dataset the input that lists the images, one of the run's
	 */
	static List<Leaks.Pair> pairs(final LeakSearch search, final Path dataset, final RunFolder folder,
		final Monitor monitor)
	{
		return pairs(NAME, key(folder.inputHash(dataset)), search, folder, monitor);
	}

	/** As {@link #pairs(LeakSearch, Path, RunFolder, Monitor)}, under a name and key of its own. */
	static List<Leaks.Pair> pairs(final String name, final String key, final LeakSearch search, final RunFolder folder,
		final Monitor monitor)
	{
		return store(folder.path()).findOrMake(name, key, part -> part.isWhole(search.samples().size()),
			() -> new LeakPart(search.pairs(monitor)), monitor).pairs();
	}

	static String key(final String images) {
		return "search " + SEARCH + " of " + images;
	}

	/** {@return whether these can be pairs of a data set of so many images} */
	boolean isWhole(final int images) {
		return pairs != null && pairs.stream().allMatch(pair -> pair != null && pair.first() >= 0 && pair.first() < pair
			.second() && pair.second() < images && pair.bits() >= 0 && pair.bits() <= PerceptualHash.BITS && pair.found() != null &&
			pair.registration() != null && pair.registration().flip() != null);
	}
}
