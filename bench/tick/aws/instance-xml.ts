import { TAG } from '../../../shared/names/index.ts';

/** The full description of an instance in EC2's answers, 4 KB. Skipping it is most of the work of a tick. */
export function instanceXml(group: string, number: number, launchedAt: Date): string {
  const hex = number.toString(16).padStart(17, '0');
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const host = `ip-${address.replaceAll('.', '-')}.ec2.internal`;
  const time = launchedAt.toISOString();
  const zone = `us-east-1${'abc'[number % 3]}`;
  const tags = {
    Name: group,
    [TAG.group]: group,
    [TAG.stage]: 'bench',
    [TAG.activity]: `0mi${hex.slice(-7)}-3f8a2c1e-7b4d-4e`,
    'aws:ec2:fleet-id': `fleet-0000${hex}`,
    'aws:ec2launchtemplate:id': 'lt-0123456789abcdef0',
    'aws:ec2launchtemplate:version': '7',
  };
  const security =
    '<groupSet><item><groupId>sg-0123456789abcdef0</groupId><groupName>workers</groupName></item></groupSet>';
  const operator = '<operator><managed>false</managed></operator>';
  return [
    `<item><instanceId>i-${hex}</instanceId><imageId>ami-0123456789abcdef0</imageId>`,
    '<instanceState><code>16</code><name>running</name></instanceState>',
    `<privateDnsName>${host}</privateDnsName><dnsName/><reason/><keyName>workers</keyName><amiLaunchIndex>0</amiLaunchIndex><productCodes/>`,
    `<instanceType>m7g.large</instanceType><launchTime>${time}</launchTime>`,
    `<placement><availabilityZone>${zone}</availabilityZone><availabilityZoneId>use1-az${1 + (number % 3)}</availabilityZoneId><groupName/><tenancy>default</tenancy></placement>`,
    '<monitoring><state>disabled</state></monitoring><subnetId>subnet-0123456789abcdef0</subnetId><vpcId>vpc-0123456789abcdef0</vpcId>',
    `<privateIpAddress>${address}</privateIpAddress><sourceDestCheck>true</sourceDestCheck>${security}<architecture>arm64</architecture>`,
    '<rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName>',
    `<ebs><volumeId>vol-${hex}</volumeId><status>attached</status><attachTime>${time}</attachTime><deleteOnTermination>true</deleteOnTermination>${operator}<ebsCardIndex>0</ebsCardIndex></ebs></item></blockDeviceMapping>`,
    `<virtualizationType>hvm</virtualizationType><clientToken>0mi${hex.slice(-7)}-3f8a2c1e-7b4d-4e</clientToken>`,
    `<tagSet>${Object.entries(tags)
      .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
      .join('')}</tagSet><hypervisor>xen</hypervisor>`,
    `<networkInterfaceSet><item><networkInterfaceId>eni-${hex}</networkInterfaceId><subnetId>subnet-0123456789abcdef0</subnetId><vpcId>vpc-0123456789abcdef0</vpcId>`,
    `<description/><ownerId>111122223333</ownerId><status>in-use</status><macAddress>02:42:ac:11:00:02</macAddress><privateIpAddress>${address}</privateIpAddress><privateDnsName>${host}</privateDnsName>`,
    `<sourceDestCheck>true</sourceDestCheck>${security}<attachment><attachmentId>eni-attach-${hex}</attachmentId><deviceIndex>0</deviceIndex><status>attached</status><attachTime>${time}</attachTime><deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment>`,
    `<privateIpAddressesSet><item><privateIpAddress>${address}</privateIpAddress><privateDnsName>${host}</privateDnsName><primary>true</primary></item></privateIpAddressesSet><ipv6AddressesSet/><interfaceType>interface</interfaceType>${operator}</item></networkInterfaceSet>`,
    '<iamInstanceProfile><arn>arn:aws:iam::111122223333:instance-profile/worker</arn><id>AIPA0123456789ABCDEFG</id></iamInstanceProfile>',
    '<ebsOptimized>true</ebsOptimized><enaSupport>true</enaSupport><cpuOptions><coreCount>2</coreCount><threadsPerCore>1</threadsPerCore></cpuOptions>',
    '<capacityReservationSpecification><capacityReservationPreference>open</capacityReservationPreference></capacityReservationSpecification><hibernationOptions><configured>false</configured></hibernationOptions>',
    '<enclaveOptions><enabled>false</enabled></enclaveOptions><metadataOptions><state>applied</state><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint><httpProtocolIpv6>disabled</httpProtocolIpv6><instanceMetadataTags>disabled</instanceMetadataTags></metadataOptions>',
    '<platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation>',
    `<usageOperationUpdateTime>${time}</usageOperationUpdateTime><privateDnsNameOptions><hostnameType>ip-name</hostnameType><enableResourceNameDnsARecord>false</enableResourceNameDnsARecord><enableResourceNameDnsAAAARecord>false</enableResourceNameDnsAAAARecord></privateDnsNameOptions>`,
    `<maintenanceOptions><autoRecovery>default</autoRecovery></maintenanceOptions><currentInstanceBootMode>uefi</currentInstanceBootMode>${operator}</item>`,
  ].join('');
}
