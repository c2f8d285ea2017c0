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
package io.sonoflow.step.pretrain;

import io.sonoflow.Monitor;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.CheckpointFolder;
import io.sonoflow.train.pretrain.PretrainingCheckpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pretraining as its folder keeps it: saved, and gone on with.
 *
 * @param folder of the run
 * @param steps of the whole pretraining
 * @param show writes what is derived from a checkpoint; made up for if the run was killed between the two
 */
record SavedPretraining<S extends PretrainingCheckpoint.Saved>(RunFolder folder, long steps, Consumer<S> show, Monitor monitor) {

	/**
	 * @param state new; closed if it cannot be filled
	 * @param fresh done if the pretraining begins
	 * @return the state, as it was in the unfinished run in the folder, if there is one
	 */
	S begin(final S state, final Runnable fresh) {
		folder.keeps(() -> CheckpointFolder.saved(checkpoints(), steps));
		try {
			final Optional<Path> last = folder.resumed() ? CheckpointFolder.latest(checkpoints()) : Optional.empty();
			if (last.isEmpty()) {
				CheckpointFolder.clear(checkpoints());
				fresh.run();
				return state;
			}
			PretrainingCheckpoint.read(last.get(), state, origin(), monitor);
			monitor.message("Going on from step " + state.steps() + " of " + steps + ".");
			show.accept(state);
			return state;
		}
		catch (final RuntimeException e) {
			state.close();
			throw e;
		}
	}

	void checkpoint(final S state) {
		PretrainingCheckpoint.write(checkpoints(), state, origin());
		show.accept(state);
	}

	private Path checkpoints() {
		return folder.resolve(PretrainEncoder.CHECKPOINT);
	}

	private Checkpoint.Origin origin() {
		return new Checkpoint.Origin(folder.key(), Torch.threads());
	}
}
