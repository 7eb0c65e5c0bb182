import {
  type DockerImageAssetLocation,
  type FileAssetLocation,
  type FileAssetSource,
  type ISynthesisSession,
  StackSynthesizer,
} from 'aws-cdk-lib/core';
import { codeAt } from './parameters.ts';

/** Synthesizes a stack that needs no bootstrap: whoever creates it says where the code of the functions is. */
export class CodeByParameters extends StackSynthesizer {
  /** Folders with the functions' code, relative to the assembly, by the names of their zip files. */
  readonly folders = new Map<string, string>();

  override addFileAsset({ fileName, sourceHash, displayName = '' }: FileAssetSource): FileAssetLocation {
    if (fileName === undefined) throw new Error(`The asset ${displayName} has no files.`);
    const file = `${nameIn(displayName)}-${sourceHash.slice(0, 16)}.zip`;
    this.folders.set(file, fileName);
    const { bucketName, objectKey } = codeAt(file);
    const httpUrl = `https://${bucketName}.s3.amazonaws.com/${objectKey}`;
    return { bucketName, objectKey, httpUrl, s3ObjectUrl: `s3://${bucketName}/${objectKey}` };
  }

  override addDockerImageAsset(): DockerImageAssetLocation {
    throw new Error('A template with parameters for code has no images.');
  }

  override synthesize(session: ISynthesisSession): void {
    this.synthesizeTemplate(session);
    this.emitArtifact(session);
  }
}

/** `Headcount/OnAlarm/Function/Code` is `on-alarm`. */
function nameIn(path: string): string {
  const name = path.split('/').at(-3) ?? 'code';
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
